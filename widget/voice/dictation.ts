/**
 * Writes what the visitor says into the field, as it is heard. It ends with a second press, when the visitor types or sends, and
 * when the panel closes; what has been written stays. Sending it is the visitor's business.
 */
import type { ReactiveController, ReactiveElement } from 'lit';
import { createRecognition, type ErrorEvent, type Recognition, type ResultEvent } from './recognition.ts';
import type { VoiceStrings } from './strings.ts';

/** What it needs of the composer. */
export interface DictationField {
  readonly text: string;
  readonly input: HTMLTextAreaElement | null;
  write(text: string): void;
  focus(): void;
}

const TROUBLES: Readonly<Record<string, keyof VoiceStrings | ''>> = {
  'not-allowed': 'voice.notAllowed',
  'service-not-allowed': 'voice.notAllowed',
  'audio-capture': 'voice.noMicrophone',
  'no-speech': 'voice.nothingHeard',
  aborted: '',
};

export class Dictation implements ReactiveController {
  #host: ReactiveElement;
  #field: DictationField;
  #changed: () => void;
  #recognition: Recognition | null = null;
  /** What stood in the field before, and what this has made of it: anything else there was the visitor's doing. */
  #before = '';
  #written = '';
  /** The word for why it ended, if it was not meant to. */
  trouble: keyof VoiceStrings | '' = '';

  /** `changed` is called when it begins, ends or fails. */
  constructor(host: ReactiveElement, field: DictationField, changed: () => void) {
    this.#host = host;
    this.#field = field;
    this.#changed = changed;
    host.addController(this);
  }

  get isListening(): boolean {
    return this.#recognition !== null;
  }

  /** `language` is a BCP 47 tag. */
  toggle(language: string): void {
    if (this.#recognition)
      this.#recognition.stop(); // what was said last still comes
    else this.#start(language);
  }

  hostUpdated(): void {
    if (!this.#recognition) {
      // The sentence has been read when the visitor goes on.
      if (this.trouble && this.#field.text !== this.#written) this.#end('');
      return;
    }
    const isClosed = this.#field.input?.closest('[inert]');
    if (this.#field.text !== this.#written || isClosed) this.#end('');
  }

  hostDisconnected(): void {
    this.#end('');
  }

  #start(language: string): void {
    const recognition = createRecognition();
    if (!recognition) return;
    this.#before = this.#field.text;
    this.#written = this.#before;
    this.trouble = '';
    recognition.lang = language;
    recognition.interimResults = true;
    // Chrome on Android ends after each phrase in any case, and repeats phrases when it is asked to go on.
    recognition.continuous = !/Android/.test(navigator.userAgent);
    recognition.addEventListener('result', (event) => this.#heard(recognition, event as ResultEvent));
    recognition.addEventListener('error', (event) => this.#failed(recognition, event as ErrorEvent));
    recognition.addEventListener('end', () => recognition === this.#recognition && this.#end(this.trouble));
    this.#recognition = recognition;
    try {
      recognition.start();
    } catch (error) {
      console.error('<letta-chat>: voice input could not start.', error);
      this.#end('voice.failed');
    }
    this.#changed();
  }

  #heard(recognition: Recognition, { results }: ResultEvent): void {
    if (recognition !== this.#recognition) return; // late news of what has been ended
    const said = Array.from(results, (phrase) => phrase[0]?.transcript.trim()).filter(Boolean);
    this.#written = [this.#before.trimEnd(), ...said].filter(Boolean).join(' ');
    this.#field.write(this.#written);
  }

  #failed(recognition: Recognition, { error }: ErrorEvent): void {
    if (recognition === this.#recognition) this.#end(TROUBLES[error] ?? 'voice.failed');
  }

  #end(trouble: keyof VoiceStrings | ''): void {
    if (!this.#recognition && trouble === this.trouble) return;
    const recognition = this.#recognition;
    this.#recognition = null;
    this.#written = this.#field.text;
    this.trouble = trouble;
    recognition?.abort();
    this.#changed();
    this.#host.requestUpdate();
  }
}
