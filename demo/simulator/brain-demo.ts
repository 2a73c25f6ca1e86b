// A brain for people: answers like a friendly agent that explains the product, in Markdown, at a believable speed.
// A message that begins with one of the scripted commands is done as told. What it says otherwise is in demo-answers.ts.
import type { Brain, Plan, Prompt } from './brain.ts';
import { isScripted, scriptedBrain } from './brain-scripted.ts';
import type { Control } from './control.ts';
import { answerTo, answerToTool } from './demo-answers.ts';

/** The brain; its speed is read from the control at every step, so that it can be changed. */
export function createDemoBrain(control: Control): Brain {
  return function demoBrain(prompt) {
    const commanded = prompt.from === 'user' && COMMAND.test(prompt.text) && isScripted(prompt);
    if (commanded) return scriptedBrain(prompt);
    const { firstTokenDelay: firstDelay, tokenDelay: delay } = control;
    const reply = prompt.from === 'tool' ? answerToTool(prompt.text) : (recalled(prompt) ?? answerTo(prompt.text));
    return { firstDelay, delay, reasoning: '', reply, ...remembering(prompt) };
  };
}

/** A person may write “words” or “recall” in a sentence: it is a command only in front. */
const COMMAND = /^\s*(slow|words|markdown|think|use|recall|fail)\b/;

/** “Remember: …” is written into the agent's memory block. */
function remembering({ text, from, tools }: Prompt): Pick<Plan, 'call'> {
  const told = from === 'user' && /^\s*remember\b[:,]?\s*(?:that\s)?\s*(.+)/is.exec(text)?.[1];
  if (!told || !tools.includes('memory_insert')) return {};
  return { call: { name: 'memory_insert', arguments: JSON.stringify({ label: 'human', new_string: told }) } };
}

/** What stands in the memory block since this conversation began, for whoever asks for it. */
function recalled({ text, system }: Prompt): string | null {
  if (!/^\s*what do you (remember|know about me)\b/i.test(text)) return null;
  const kept = /<human>.*?<value>\s*(.*?)\s*<\/value>/s.exec(system)?.[1] ?? '';
  return kept === '' || kept === 'unknown'
    ? 'Nothing yet.'
    : `This stands in my memory:\n\n${kept.replace(/^/gm, '> ')}`;
}
