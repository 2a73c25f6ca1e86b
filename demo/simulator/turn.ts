// A turn: the agent's steps from the visitor's message to the last word, as rows of the history and as stream events.
// A step's rows are written when the step is finished, so a failed or cancelled step leaves nothing behind (earlier steps stay).
// It knows nothing of HTTP, logs and locks: `emit` takes what it says, an abort ends it, a fault is thrown as a TurnFailure.

import { answerApproval, pendingCalls, refuseWhilePending } from './approvals.ts';
import type { Brain, Plan, Prompt } from './brain.ts';
import { tokensOf } from './brain.ts';
import { emptyContent, imageUnreachable, modelBrokeOff, modelFailed } from './failures.ts';
import { newId } from './ids.ts';
import { type Input, imageAddress, inputRows, inputText } from './input.ts';
import {
  approvalRequest,
  assistantMessage,
  type LettaMessage,
  type Origin,
  reasoningMessage,
  type ToolCall,
  toolCallMessage,
  toolReturnMessage,
} from './messages.ts';
import { pythonJson } from './python.ts';
import type { Agent, Row } from './state.ts';
import { packResult, parseArguments, runToolCall } from './tools.ts';

/** What a turn works with. */
export interface Turn {
  readonly agent: Agent;
  /** The history it reads and appends to. */
  readonly rows: Row[];
  readonly input: Input;
  readonly runId: string;
  readonly brain: Brain;
  /** Tools that the client runs. */
  readonly clientTools: readonly string[];
  readonly maxSteps: number;
  /** Deltas rather than whole messages. */
  readonly tokens: boolean;
  readonly now: () => number;
  /** Waits; rejects when the turn is to end. */
  readonly pace: (milliseconds: number) => Promise<void>;
  readonly emit: (message: LettaMessage) => void;
}

/** How a turn ended that did not fail. */
export interface TurnEnd {
  readonly stopReason: 'end_turn' | 'requires_approval' | 'max_steps';
  readonly steps: number;
}

/** Runs the turn to its end. @throws TurnFailure, or whatever `pace` rejects with. */
export async function runTurn(turn: Turn): Promise<TurnEnd> {
  let { prompt, rows } = begin(turn);
  for (let step = 1; step <= turn.maxSteps; step++) {
    const next = await takeStep(turn, prompt, rows);
    if (next.stopReason) return { stopReason: next.stopReason, steps: step };
    prompt = next.prompt;
    rows = () => [];
  }
  return { stopReason: 'max_steps', steps: turn.maxSteps };
}

/** The rows that the first step writes before its own, once its id is known. */
type PendingRows = (stepId: string) => Row[];

type Next = { readonly stopReason: TurnEnd['stopReason'] } | { readonly stopReason: null; readonly prompt: Prompt };

function begin(turn: Turn): { prompt: Prompt; rows: PendingRows } {
  if (turn.input.kind === 'approval') {
    const { message, rows, text } = answerApproval(turn, pendingCalls(turn.rows), turn.input.approvals);
    // Written before the model is asked: when it fails, the call is answered all the same.
    turn.rows.push(...rows);
    if (!turn.tokens) turn.emit(message);
    return { prompt: promptFor(turn, text, 'tool'), rows: () => [] };
  }
  refuseWhilePending(turn.rows);
  const { messages } = turn.input;
  const text = inputText(messages);
  if (text === '') throw emptyContent();
  const address = imageAddress(messages);
  if (address !== null) throw imageUnreachable(address);
  return { prompt: promptFor(turn, text, 'user'), rows: (stepId) => inputRows(messages, originOf(turn, stepId)) };
}

async function takeStep(turn: Turn, prompt: Prompt, before: PendingRows): Promise<Next> {
  const plan = turn.brain(prompt);
  const origin = originOf(turn, newId('step'));
  const rows = before(origin.stepId);
  await turn.pace(plan.firstDelay);
  if (plan.fail === 'error') throw modelFailed();
  const said = await say(turn, origin, plan);
  if (plan.call) return callTool(turn, origin, plan.call, [...rows, { id: origin.id, messages: said }]);
  turn.rows.push(...rows, { id: origin.id, messages: said });
  return { stopReason: 'end_turn' };
}

/** Speaks the plan's reasoning and reply, and returns them as the whole messages that the history keeps. */
async function say(turn: Turn, origin: Origin, plan: Plan): Promise<LettaMessage[]> {
  const reasoning = (text: string) => reasoningMessage(origin, text);
  const reply = (text: string) => assistantMessage(origin, text, plan.reasoning === '' ? 0 : 1);
  const said: LettaMessage[] = [];
  if (plan.reasoning !== '') said.push(await speak(turn, plan.reasoning, plan, reasoning));
  if (plan.fail === 'cut') {
    await speak(turn, 'partial ', plan, reply);
    throw modelBrokeOff();
  }
  if (!plan.call) said.push(await speak(turn, plan.reply, plan, reply));
  return said;
}

async function speak(turn: Turn, text: string, { delay, size }: Plan, message: (text: string) => LettaMessage) {
  for (const token of tokensOf(text, size)) {
    if (turn.tokens) turn.emit(message(token));
    await turn.pace(delay);
  }
  const whole = message(text);
  if (!turn.tokens) turn.emit(whole);
  return whole;
}

function callTool(turn: Turn, origin: StepOrigin, wanted: { name: string; arguments: string }, rows: Row[]): Next {
  const call = { ...wanted, tool_call_id: `call_${crypto.randomUUID().slice(0, 8)}` };
  const own = turn.agent.tools.includes(call.name) && !turn.clientTools.includes(call.name);
  if (!own || turn.agent.guarded.includes(call.name)) {
    turn.rows.push(...withMessage(rows, requestApproval(turn, origin, call)));
    return { stopReason: 'requires_approval' };
  }
  const message = announceCall(turn, origin, call);
  const result = runToolCall(turn.agent, call);
  const returnOrigin = originOf(turn, origin.stepId);
  const returned = toolReturnMessage(returnOrigin, call.name, [result]);
  turn.emit(returned);
  turn.rows.push(...withMessage(rows, message), { id: returnOrigin.id, messages: [returned] });
  return { stopReason: null, prompt: promptFor(turn, packResult(result, turn.now()), 'tool') };
}

function announceCall(turn: Turn, origin: Origin, call: ToolCall): LettaMessage {
  const { name, tool_call_id } = call;
  const whole = { name, arguments: pythonJson(parseArguments(call.arguments)), tool_call_id };
  const message = toolCallMessage(origin, whole, [whole]);
  const pieces = [
    { name, tool_call_id },
    { arguments: call.arguments, tool_call_id },
  ];
  if (turn.tokens) for (const piece of pieces) turn.emit(toolCallMessage(origin, piece, piece));
  else turn.emit(message);
  return message;
}

function requestApproval(turn: Turn, origin: Origin, call: ToolCall): LettaMessage {
  const { name, tool_call_id } = call;
  const whole = { name, arguments: call.arguments, tool_call_id };
  const message = approvalRequest(origin, whole, [whole]);
  const pieces = [
    { name, arguments: null, tool_call_id },
    { name: null, arguments: call.arguments, tool_call_id },
  ];
  if (turn.tokens) for (const piece of pieces) turn.emit(approvalRequest(origin, piece, piece));
  else turn.emit(message);
  return message;
}

/** The last row is the step's own: what it said, and now what it asked for. */
function withMessage(rows: Row[], message: LettaMessage): Row[] {
  const own = rows.at(-1)!;
  return [...rows.slice(0, -1), { id: own.id, messages: [...own.messages, message] }];
}

function promptFor(turn: Turn, text: string, from: Prompt['from']): Prompt {
  const system = turn.rows[0]?.messages[0]?.['content'];
  return { text, from, tools: [...turn.agent.tools, ...turn.clientTools], system: String(system ?? '') };
}

type StepOrigin = Origin & { readonly stepId: string };

function originOf(turn: Turn, stepId: string): StepOrigin {
  return { id: newId('message'), now: turn.now(), stepId, runId: turn.runId };
}
