/** Registers the tags of the widget, the launcher's aside. Twice is harmless: the first definition stays. */
import { LettaChatComposer } from './composer.ts';
import { LettaChat } from './letta-chat.ts';
import { LettaChatMessage } from './message.ts';
import { LettaChatPicture } from './picture.ts';
import { LettaChatTranscript } from './transcript.ts';

export function defineElements(): void {
  const elements = {
    'letta-chat-picture': LettaChatPicture,
    'letta-chat-message': LettaChatMessage,
    'letta-chat-composer': LettaChatComposer,
    'letta-chat-transcript': LettaChatTranscript,
    'letta-chat': LettaChat,
  };
  for (const [tag, element] of Object.entries(elements))
    if (!customElements.get(tag)) customElements.define(tag, element);
}
