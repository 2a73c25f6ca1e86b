/**
 * What helps in writing and a first message does not need: earlier messages by the arrow keys, the sight of where something may
 * be dropped, the line below the field. It stands beside the composer and never sends anything.
 */
import type { LitElement, nothing, ReactiveController, TemplateResult } from 'lit';
import type { ChatMessage } from '../core/view.ts';
import type { ComposerController, ComposerView } from './composer.ts';
import { watchDropping } from './dropping.ts';
import { Hint, refusal } from './hint.ts';
import { previews } from './picture.ts';
import { readPictures } from './pictures.ts';
import { Recall } from './recall.ts';
import type { Strings } from './strings/strings.ts';

/** `<letta-chat>`, as far as the composer needs it. */
export type AidedHost = LitElement & { readonly messages: readonly ChatMessage[] };

export class ComposerAids implements ReactiveController {
  #host: AidedHost;
  #composer: ComposerController;
  #recall: Recall;
  #hint = new Hint();
  /** Whether a file was no suitable picture. */
  #refused = false;
  #dropHere = '';
  #input: HTMLTextAreaElement | null = null;

  constructor(host: AidedHost, composer: ComposerController) {
    this.#host = host;
    this.#composer = composer;
    this.#recall = new Recall(composer, () => host.messages);
    host.addController(this);
  }

  hint({ strings, voice }: ComposerView): TemplateResult {
    this.#dropHere = strings.dropHere;
    const trouble = this.#refused ? refusal(strings) : (voice?.trouble(strings) ?? '');
    return this.#hint.template(this.#composer.text.length, trouble, strings);
  }

  previews = (strings: Strings): TemplateResult | typeof nothing =>
    previews(this.#composer.images, strings, (index) => {
      this.#composer.images = this.#composer.images.filter((_, i) => i !== index);
      this.#composer.focus();
    });

  /** Takes the pictures among these files. */
  async take(files: readonly File[]): Promise<void> {
    if (!files.length) return;
    const read = await readPictures(files);
    this.#refused = read.length < files.length;
    this.#composer.images = [...this.#composer.images, ...read];
    this.#composer.focus();
  }

  hostUpdated(): void {
    const { input } = this.#composer;
    if (!input) return;
    if (input !== this.#input) this.#attach(input);
    this.#hint.shown(input, this.#host.renderRoot);
  }

  hostDisconnected(): void {
    this.#hint.stop();
  }

  #attach(input: HTMLTextAreaElement): void {
    this.#input = input;
    input.addEventListener('keydown', this.#recall.pressed);
    input.addEventListener('input', () => {
      this.#refused = false;
    });
    const panel = input.closest<HTMLElement>('.panel');
    if (panel) watchDropping(panel, this.#composer, () => this.#dropHere);
  }
}
