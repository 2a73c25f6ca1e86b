/**
 * What helps in writing and a first message does not need: earlier messages by the arrow keys, the sight of where something may
 * be dropped, the line below the field. It stands beside the composer and never sends anything.
 */
import type { LitElement, ReactiveController, TemplateResult } from 'lit';
import type { ChatMessage } from '../core/view.ts';
import type { ComposerController, ComposerView } from './composer.ts';
import { watchDropping } from './dropping.ts';
import { Hint, refusal } from './hint.ts';
import { Recall } from './recall.ts';

/** `<letta-chat>`, as far as the composer needs it. */
export type AidedHost = LitElement & { readonly messages: readonly ChatMessage[] };

export class ComposerAids implements ReactiveController {
  #host: AidedHost;
  #composer: ComposerController;
  #recall: Recall;
  #hint = new Hint();
  #dropHere = '';
  #input: HTMLTextAreaElement | null = null;

  constructor(host: AidedHost, composer: ComposerController) {
    this.#host = host;
    this.#composer = composer;
    this.#recall = new Recall(composer, () => host.messages);
    host.addController(this);
  }

  /** `refused`: a file was no suitable picture. */
  hint({ strings, voice }: ComposerView, refused: boolean): TemplateResult {
    this.#dropHere = strings.dropHere;
    return this.#hint.template(
      this.#composer.text.length,
      refused ? refusal(strings) : (voice?.trouble(strings) ?? ''),
      strings,
    );
  }

  hostUpdated(): void {
    const { input } = this.#composer;
    if (!input) return;
    if (input !== this.#input) this.#attach(input);
    this.#hint.shown(input, this.#host.renderRoot.querySelector('.said'));
  }

  hostDisconnected(): void {
    this.#hint.stop();
  }

  #attach(input: HTMLTextAreaElement): void {
    this.#input = input;
    input.addEventListener('keydown', this.#recall.pressed);
    const panel = input.closest<HTMLElement>('.panel');
    if (panel) watchDropping(panel, this.#composer, () => this.#dropHere);
  }
}
