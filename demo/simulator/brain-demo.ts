// A brain for people: answers like a friendly agent that explains the product, in Markdown, at a believable speed.
// A message that begins with one of the scripted commands is done as told. What it says otherwise is in demo-answers.ts.
import type { Brain } from './brain.ts';
import { isScripted, scriptedBrain } from './brain-scripted.ts';
import type { Control } from './control.ts';
import { answerTo, answerToTool } from './demo-answers.ts';

/** The brain; its speed is read from the control at every step, so that it can be changed. */
export function createDemoBrain(control: Control): Brain {
  return function demoBrain(prompt) {
    const commanded = prompt.from === 'user' && COMMAND.test(prompt.text) && isScripted(prompt);
    if (commanded) return scriptedBrain(prompt);
    const { firstTokenDelay: firstDelay, tokenDelay: delay } = control;
    const reply = prompt.from === 'tool' ? answerToTool(prompt.text) : answerTo(prompt.text);
    return { firstDelay, delay, reasoning: '', reply };
  };
}

/** A person may write “words” or “recall” in a sentence: it is a command only in front. */
const COMMAND = /^\s*(slow|words|markdown|think|use|recall|fail)\b/;
