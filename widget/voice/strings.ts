/**
 * The words of the voice in English, apart from `elements/strings/` because they come with its chunk. A page overrides single
 * ones by the property `strings`, as all others.
 */
export const voiceEnglish = {
  'voice.input': 'Voice input',
  'voice.notAllowed': 'The microphone may not be used here.',
  'voice.noMicrophone': 'No microphone was found.',
  'voice.nothingHeard': 'Nothing was heard.',
  'voice.failed': 'Voice input does not work right now.',
  'voice.read': 'Read aloud',
  'voice.stopReading': 'Stop reading',
  'voice.readFailed': 'Reading aloud does not work here.',
};

/** The words of the voice, by key. */
export type VoiceStrings = Readonly<Record<keyof typeof voiceEnglish, string>>;
