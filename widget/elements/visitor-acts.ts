/**
 * Carries out what a visitor does in the panel: sending, stopping, retrying, editing, going back. It tells the engine and
 * the composer; how these acts look is the templates' business.
 */
import type { ChatClient } from '../client.ts';
import type { ComposerActs, ComposerController } from './composer.ts';
import type { TranscriptActs } from './transcript.ts';

export interface ActsHost {
  /** `null` when `proxy` is no address; then the notice says so, and there is nothing to do. */
  readonly client: () => ChatClient | null;
  readonly composer: () => ComposerController;
  /** The public way of sending, which the page may prevent. */
  readonly send: (message: { text: string; images: readonly string[] }) => Promise<void>;
  /** Puts the focus where one goes on, when what had it goes away. */
  readonly enter: () => void;
}

export type Acts = Omit<ComposerActs & TranscriptActs, 'loadLater'> & { readonly startAnew: () => void };

/** Rejections end in the console: what can go wrong for a visitor, the engine shows as a state. */
export const report = (error: unknown): void => console.error('<letta-chat>', error);

export function visitorActs({ client, composer, send, enter }: ActsHost): Acts {
  return {
    /** What cannot be sent goes back where it came from. */
    submit(text, images) {
      send({ text, images }).catch((error: unknown) => {
        composer().restore(text, images);
        report(error);
      });
    },
    draft: (text) => client()?.setDraft(text),
    stop: () => void client()?.stop().catch(report),
    loadOlder: () => void client()?.loadOlder().catch(report),
    startAnew() {
      client()?.newConversation().catch(report);
      composer().focus();
    },
    suggest(text) {
      this.submit(text, []);
      enter();
    },
    act(act, { id, text, images }) {
      enter();
      if (act === 'retry') return void client()?.retry(id).catch(report);
      if (act === 'edit') {
        composer().restore(text, images);
        composer().focus();
      }
      client()?.discard(id).catch(report);
    },
  };
}
