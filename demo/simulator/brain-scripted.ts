// A brain for tests: the message says what is to happen, so that a test can script any turn. The same commands as the model behind
// the real server (test/letta/model.ts uses this very file), hence the same texts:
//   words 200 · slow 20 words 200 (ms between tokens) · size 20 (characters of a token) · markdown 100000 (bytes) · think 20 … (words of reasoning first)
//   use TOOL {"a":1} · recall (the `human` block) · fail 500 · fail cut · anything else: "You said: …"
import type { Brain, Plan, Prompt } from './brain.ts';

const VOCABULARY = ['lorem', '**ipsum**', 'dolor', 'sit', 'amet', '`code`', 'consectetur'];

/** Milliseconds between two tokens without `slow`. */
const DELAY = 2;

/** Follows the commands in the text; what is no command is repeated. */
export const scriptedBrain: Brain = (prompt) => ({
  ...scriptedPlan(prompt),
  reply: scriptedReply(prompt) ?? `You said: ${prompt.text}`,
});

/** Whether the text is one of the commands: a brain for people picks them out. */
export function isScripted(prompt: Prompt): boolean {
  const { call, fail, reasoning } = scriptedPlan(prompt);
  return Boolean(call || fail || reasoning) || scriptedReply(prompt) !== null;
}

/** Words of Markdown, always the same for a number. */
export function words(count: number): string {
  return Array.from({ length: count }, (_, index) => VOCABULARY[index % VOCABULARY.length]).join(' ');
}

/** A Markdown document of that many bytes or a little more. */
export function markdownDocument(bytes: number): string {
  let out = '';
  for (let i = 1; out.length < bytes; i++) {
    out +=
      `## Section ${i}\n\nA paragraph with *emphasis*, **strong**, \`code\` and a [link](https://example.com/${i}).\n\n` +
      `- first\n- second\n  - nested\n\n1. one\n2. two\n\n| a | b |\n| --- | ---: |\n| ${i} | ${i * i} |\n\n` +
      `\`\`\`ts\nexport const section${i} = (n: number) => n * ${i};\n\`\`\`\n\n> A quotation.\n\n`;
  }
  return out;
}

function scriptedPlan({ text, from, tools }: Prompt): Plan {
  const delay = numberAfter('slow', text) ?? DELAY;
  const size = numberAfter('size', text);
  const plan = {
    firstDelay: 0,
    delay,
    ...(size && { size }),
    reply: '',
    reasoning: words(numberAfter('think', text) ?? 0),
  };
  const use = from === 'user' ? /use (\w+)(?: (\{.*\}))?/s.exec(text) : null;
  if (use && tools.includes(use[1]!)) {
    return { ...plan, reasoning: '', call: { name: use[1]!, arguments: use[2] ?? '{}' } };
  }
  const fail = /fail (500|cut)/.exec(text)?.[1];
  return fail ? { ...plan, fail: fail === 'cut' ? 'cut' : 'error' } : plan;
}

function scriptedReply({ text, system }: Prompt): string | null {
  if (/recall/.test(text)) return /<human>.*?<value>\s*(.*?)\s*<\/value>/s.exec(system)?.[1] ?? 'nothing';
  const bytes = numberAfter('markdown', text);
  if (bytes !== null) return markdownDocument(bytes);
  const count = numberAfter('words', text);
  return count === null ? null : words(count);
}

function numberAfter(command: string, text: string): number | null {
  const found = new RegExp(`${command} (\\d+)`).exec(text)?.[1];
  return found === undefined ? null : Number(found);
}
