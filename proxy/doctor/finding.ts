/** What the doctor says of one thing that it looked at. How it is printed is the command's business (`cli.ts`). */

export interface Finding {
  /** `warning`: it works, but the operator should know. */
  readonly verdict: 'good' | 'warning' | 'bad';
  readonly what: string;
  /** What to do about it. */
  readonly mend?: string;
}

export const good = (what: string): Finding => ({ verdict: 'good', what });
export const warning = (what: string, mend: string): Finding => ({ verdict: 'warning', what, mend });
export const bad = (what: string, mend: string): Finding => ({ verdict: 'bad', what, mend });
