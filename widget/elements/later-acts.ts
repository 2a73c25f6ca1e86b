/** Carries out what a visitor does with what stands in the panel already: going back, beginning anew, what failed. */
import type { ChatMessage } from '../core/view.ts';
import { type ActsHost, report } from './visitor-acts.ts';

/** What a visitor may ask of a message of theirs that failed. */
export type MessageAct = 'retry' | 'edit' | 'discard';

export const loadOlder = ({ client }: ActsHost): void => void client()?.loadOlder().catch(report);

export function startAnew({ client, composer }: ActsHost): void {
  client()?.newConversation().catch(report);
  composer().focus();
}

export function actOn({ id, text, images }: ChatMessage, act: MessageAct, { client, composer, enter }: ActsHost): void {
  enter();
  if (act === 'retry') return void client()?.retry(id).catch(report);
  if (act === 'edit') {
    composer().restore(text, images);
    composer().focus();
  }
  client()?.discard(id).catch(report);
}
