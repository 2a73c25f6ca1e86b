/**
 * Reads one reply at a time aloud, by the voices of the browser. It stops with a second press, with another reply, and when the
 * panel closes or the reply goes. What of a reply is spoken is `elements/spoken.ts`'s business.
 */
import type { ReactiveController, ReactiveElement } from 'lit';

/** Some browsers fall silent in the middle of long texts, so that a reply goes to them sentence by sentence: characters of one piece. */
const PIECE = 200;

export class Aloud implements ReactiveController {
  /** The button of the reply that is being read. */
  #current: { readonly button: HTMLElement; readonly ended: (failed: boolean) => void } | undefined;

  constructor(host: ReactiveElement) {
    host.addController(this);
  }

  /** Begins to read, or stops when it reads this one. `ended` is called once when it is over; `failed`: it could not be read. */
  toggle(button: HTMLElement, text: string, language: string, ended: (failed: boolean) => void): boolean {
    const isThis = this.#current?.button === button;
    this.#end(false);
    if (isThis) return false;
    const current = { button, ended };
    this.#current = current;
    const voice = voiceFor(language);
    const pieces = piecesOf(text, language);
    for (const [i, piece] of pieces.entries()) {
      const utterance = new SpeechSynthesisUtterance(piece);
      utterance.lang = language;
      if (voice) utterance.voice = voice;
      const over = (failed: boolean) => this.#current === current && this.#end(failed);
      if (i === pieces.length - 1) utterance.onend = () => over(false);
      utterance.onerror = () => over(true);
      speechSynthesis.speak(utterance);
    }
    return true;
  }

  hostConnected(): void {
    addEventListener('pagehide', this.#stop); // some go on over the next page
  }

  hostUpdated(): void {
    const button = this.#current?.button;
    if (button && (!button.isConnected || button.closest('[inert]'))) this.#end(false);
  }

  hostDisconnected(): void {
    removeEventListener('pagehide', this.#stop);
    this.#end(false);
  }

  #stop = (): void => this.#end(false);

  /** First it is over, then silent: what is cancelled says that it has ended, or failed. */
  #end(failed: boolean): void {
    const current = this.#current;
    if (!current) return;
    this.#current = undefined;
    speechSynthesis.cancel();
    current.ended(failed);
  }
}

/** A voice of the device, where it has one for the language: the others' words go to the browser's maker. */
function voiceFor(language: string): SpeechSynthesisVoice | undefined {
  const wanted = language.toLowerCase();
  const local = speechSynthesis.getVoices().filter(({ localService }) => localService);
  const tag = ({ lang }: SpeechSynthesisVoice) => lang.toLowerCase().replace('_', '-');
  return (
    local.find((voice) => tag(voice) === wanted) ??
    local.find((voice) => tag(voice).startsWith(`${wanted.slice(0, 2)}-`))
  );
}

/** Whole sentences as far as they are short, together as long as a piece may be. */
export function piecesOf(text: string, language: string): string[] {
  const pieces: string[] = [];
  const sentences = [...new Intl.Segmenter(language, { granularity: 'sentence' }).segment(text)];
  for (const { segment } of sentences.flatMap((sentence) =>
    sentence.segment.length > PIECE ? wordsOf(sentence.segment, language) : sentence,
  )) {
    const last = pieces.at(-1);
    if (last !== undefined && last.length + segment.length <= PIECE) pieces[pieces.length - 1] = last + segment;
    else pieces.push(segment);
  }
  return pieces.map((piece) => piece.trim()).filter(Boolean);
}

const wordsOf = (sentence: string, language: string): { readonly segment: string }[] => [
  ...new Intl.Segmenter(language, { granularity: 'word' }).segment(sentence),
];
