/**
 * Carries out what a visitor does in the panel: sending, stopping, retrying, editing, scrolling back. It tells the engine
 * and the composer; how these acts look is the inner elements' business.
 */
import type { ChatClient } from '../client.ts';
import type { LettaChatComposer } from './composer.ts';
import {
  DraftEvent,
  MessageActionEvent,
  StopReplyEvent,
  SubmitMessageEvent,
  WantOlderEvent,
} from './element-events.ts';

export interface ActsHost {
  /** `null` when `proxy` is no address; then the notice says so, and there is nothing to do. */
  readonly client: () => ChatClient | null;
  readonly composer: () => LettaChatComposer | null;
  /** The public way of sending, which the page may prevent. */
  readonly send: (message: { text: string; images: readonly string[] }) => Promise<void>;
}

export class VisitorActs implements EventListenerObject {
  #host: ActsHost;

  constructor(host: ActsHost) {
    this.#host = host;
  }

  /** Rejections end in the console: what can go wrong for a visitor, the engine shows as a state. */
  handleEvent(event: Event): void {
    this.#carryOut(event).catch((error: unknown) => console.error('<letta-chat>', error));
  }

  async #carryOut(event: Event): Promise<void> {
    if (event instanceof SubmitMessageEvent) return this.#submit(event);
    const client = this.#host.client();
    if (!client) return;
    if (event instanceof DraftEvent) client.setDraft(event.text);
    if (event instanceof StopReplyEvent) return client.stop();
    if (event instanceof WantOlderEvent) return client.loadOlder();
    if (event instanceof MessageActionEvent) return this.#act(event, client);
  }

  /** What cannot be sent goes back where it came from. */
  async #submit({ text, images }: SubmitMessageEvent): Promise<void> {
    try {
      await this.#host.send({ text, images });
    } catch (error) {
      this.#host.composer()?.restore(text, images);
      throw error;
    }
  }

  #act({ action, id }: MessageActionEvent, client: ChatClient): Promise<void> {
    if (action === 'retry') return client.retry(id);
    const message = client.snapshot.messages.find((one) => one.id === id);
    if (action === 'edit' && message) {
      this.#host.composer()?.restore(message.text, message.images);
      this.#host.composer()?.focus();
    }
    return client.discard(id);
  }
}
