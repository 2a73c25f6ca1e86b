/** What the browser's speech recognition looks like here: TypeScript does not know it, and some browsers have it under its old name. */

export interface Recognition extends EventTarget {
  lang: string;
  continuous: boolean;
  interimResults: boolean;
  start(): void;
  stop(): void;
  abort(): void;
}

/** All that has been heard since the start, phrase by phrase; the last ones may still change. */
export interface ResultEvent extends Event {
  readonly results: ArrayLike<ArrayLike<{ readonly transcript: string }>>;
}

export interface ErrorEvent extends Event {
  readonly error: string;
}

type Constructor = new () => Recognition;

/** `null` where there is none. */
export function createRecognition(): Recognition | null {
  const { SpeechRecognition, webkitSpeechRecognition } = window as {
    SpeechRecognition?: Constructor;
    webkitSpeechRecognition?: Constructor;
  };
  const Recognition = SpeechRecognition ?? webkitSpeechRecognition;
  return Recognition ? new Recognition() : null;
}
