/**
 * Carries out what a visitor does in the panel up to the first reply: writing, sending, stopping. It tells the engine and the
 * composer; how these acts look is the templates' business, and what can be done with what stands there already `later-acts.ts`'s.
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

/** Rejections end in the console: what can go wrong for a visitor, the engine shows as a state. */
export const report = (error: unknown): void => console.error('<letta-chat>', error);

export function visitorActs({
  client,
  composer,
  send,
  enter,
}: ActsHost): Omit<ComposerActs & TranscriptActs, 'loadLater' | 'host'> {
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
    suggest(text) {
      this.submit(text, []);
      enter();
    },
  };
}
