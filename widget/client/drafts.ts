/**
 * What has been typed and not sent in the open conversation, and what becomes of it when another one is opened. Where it is
 * kept is saving.ts's business.
 */
export interface Drafts {
  /** What stands in the field; assigned when a conversation is opened. */
  text: string;
  /** Keeps it; assigned by whoever sees to that. */
  save: (text: string) => void;
  /** Whether another conversation is being opened. */
  readonly opening: boolean;
  set(text: string): void;
  /** What is typed until this has happened goes along to the conversation that is opened by it; what was typed before stays. */
  along(opened: Promise<void>): Promise<void>;
}

export function createDrafts(onChange: () => void): Drafts {
  let openings = 0;
  let typed = '';
  return {
    text: '',
    save: () => undefined,
    get opening() {
      return openings > 0;
    },
    set(text) {
      typed = openings ? text : '';
      if (openings) return;
      this.text = text;
      this.save(text);
      onChange();
    },
    async along(opened) {
      openings += 1;
      onChange();
      try {
        await opened;
      } finally {
        openings -= 1;
        if (typed && !openings) this.set([this.text, typed].filter(Boolean).join('\n'));
        onChange();
      }
    },
  };
}
