/** Speaking and being read to, a chunk of its own: its two buttons, and what is told when they do not work. */
import { html, nothing } from 'lit';
import type { ComposerController } from '../elements/composer.ts';
import { icon } from '../elements/icons.ts';
import type { LettaChatSettings } from '../elements/settings.ts';
import { spoken } from '../elements/spoken.ts';
import type { Voice } from '../elements/voice.ts';
import { Aloud } from './aloud.ts';
import { Dictation } from './dictation.ts';
import { createRecognition } from './recognition.ts';
import { type VoiceStrings, voiceEnglish } from './strings.ts';

export { voiceStyles as styles } from './voice.styles.ts';

/** How long it stays on the button that a reply could not be read, in milliseconds. */
const TOLD_FOR = 4000;

const microphoneIcon = icon(
  'M12 4a2.5 2.5 0 0 1 2.5 2.5V11a2.5 2.5 0 0 1-5 0V6.5A2.5 2.5 0 0 1 12 4M6.5 11a5.5 5.5 0 0 0 11 0M12 16.5V20',
);
const speakerIcon = icon('M5 9.5h3l4-3.5v12l-4-3.5H5zM15.5 9a4 4 0 0 1 0 6M18 6.5a7.5 7.5 0 0 1 0 11');
const stopReadingIcon = icon('M8 7h8a1 1 0 0 1 1 1v8a1 1 0 0 1-1 1H8a1 1 0 0 1-1-1V8a1 1 0 0 1 1-1');

export interface Voices {
  readonly current: Voice;
}

type Reading = NonNullable<Voice['reader']>;

/** Watches the host's `voiceInput` and `readAloud`, and whether the browser has voices. */
export function createVoices(host: LettaChatSettings, composer: ComposerController): Voices {
  const words = (strings: object = {}): VoiceStrings => ({ ...voiceEnglish, ...strings });
  const dictation = new Dictation(host, composer, () => host.requestUpdate());
  const aloud = new Aloud(host);
  const canHear = createRecognition() !== null;
  const language = () => host.closest<HTMLElement>('[lang]')?.lang || navigator.language;

  const button: Voice['button'] = ({ strings }) => {
    if (!host.voiceInput || !canHear) return nothing;
    const label = words(strings)['voice.input'];
    return html`<button type="button" class="icon-button voice" part="voice" aria-label=${label} title=${label}
      aria-pressed=${dictation.isListening} @click=${() => dictation.toggle(language())}>${microphoneIcon}</button>`;
  };

  const trouble: Voice['trouble'] = (strings) => dictation.trouble && words(strings)[dictation.trouble];

  const reader: Reading = ({ message, strings }) => {
    const { 'voice.read': read, 'voice.stopReading': stop, 'voice.readFailed': failed } = words(strings);
    const pressed = (event: Event) => {
      const pressedButton = event.currentTarget as HTMLElement;
      const say = (word: string) => {
        pressedButton.ariaLabel = word;
        pressedButton.title = word;
        pressedButton.toggleAttribute('data-done', word === stop);
      };
      const ended = (hasFailed: boolean) => {
        say(hasFailed ? failed : read);
        if (hasFailed) setTimeout(() => pressedButton.ariaLabel === failed && say(read), TOLD_FOR);
      };
      if (aloud.toggle(pressedButton, spoken(message.text, strings), language(), ended)) say(stop);
    };
    return html`<button type="button" class="action" part="read-aloud" aria-label=${read} title=${read} @click=${pressed}>
      ${speakerIcon}${stopReadingIcon}
    </button>`;
  };

  return {
    get current() {
      const reads = host.readAloud && 'speechSynthesis' in window;
      return { button, reader: reads ? reader : undefined, trouble };
    },
  };
}
