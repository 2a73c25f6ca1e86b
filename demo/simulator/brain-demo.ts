// A brain for people: answers like a friendly agent that explains the product, in Markdown, at a believable speed.
// It does as told by the scripted commands too. What it says is in demo-answers.ts.
import type { Brain } from './brain.ts';
import { isScripted, scriptedBrain } from './brain-scripted.ts';
import type { Control } from './control.ts';
import { answerTo } from './demo-answers.ts';

/** The brain; its speed is read from the control at every step, so that it can be changed. */
export function createDemoBrain(control: Control): Brain {
  return function demoBrain(prompt) {
    if (isScripted(prompt)) return scriptedBrain(prompt);
    const { firstTokenDelay: firstDelay, tokenDelay: delay } = control;
    return { firstDelay, delay, reasoning: '', reply: answerTo(prompt.text) };
  };
}
