/**
 * Speaking one's messages and having replies read aloud: fetched when the page wants one of them and the browser has it. What they
 * do is the business of `widget/voice/`.
 */
import type { ReactiveController, TemplateResult } from 'lit';
import type { Voices } from '../voice/index.ts';
import type { ComposerController, ComposerView } from './composer.ts';
import { LazyChunk } from './lazy-chunk.ts';
import type { MessageView } from './message.ts';
import type { LettaChatSettings } from './settings.ts';
import type { Strings } from './strings/strings.ts';

/** What the templates ask of it. */
export interface Voice {
  /** The button that listens; nothing where nobody can be heard. */
  readonly button: (view: Pick<ComposerView, 'strings'>) => unknown;
  /** The button that reads a reply aloud; absent where nothing can be read. The same one each time: rows are drawn anew for another. */
  readonly reader: ((view: Pick<MessageView, 'message' | 'strings'>) => TemplateResult) | undefined;
  /** Why the visitor was not heard, in a sentence; empty when all is well. */
  readonly trouble: (strings: Strings) => string;
}

/** Whether this browser can hear: some have it under its old name only. */
const canHear = (): boolean => 'SpeechRecognition' in window || 'webkitSpeechRecognition' in window;

export class VoiceController implements ReactiveController {
  #host: LettaChatSettings;
  #chunk: LazyChunk<typeof import('../voice/index.ts')>;
  #voices: Voices | undefined;
  #asked = false;

  constructor(host: LettaChatSettings, composer: ComposerController) {
    this.#host = host;
    this.#chunk = new LazyChunk(
      host,
      () => import('../voice/index.ts'),
      ({ createVoices }) => {
        this.#voices = createVoices(host, composer);
      },
    );
    host.addController(this);
  }

  get current(): Voice | undefined {
    return this.#voices?.current;
  }

  /** Asked for once: a browser that could not fetch it does without, until the page is loaded anew. */
  hostUpdated(): void {
    const { voiceInput, readAloud } = this.#host;
    if (this.#asked || !((voiceInput && canHear()) || (readAloud && 'speechSynthesis' in window))) return;
    this.#asked = true;
    void this.#chunk.load();
  }
}
