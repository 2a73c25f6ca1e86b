/**
 * Sending and resuming: brings a visitor's message to Letta once, and the run's stream back. What happens without Redis is
 * decided by `foreground.ts`, what passes of the stream by `reduce.ts`.
 */
import type { Asked, Services } from './context.ts';
import { busy, nothingToResume, notResumable, ProxyError } from './errors.ts';
import type { Foreground } from './foreground.ts';
import { pendingCalls } from './history.ts';
import { hasStatus, isLost, isWithoutRedis, LettaError } from './letta-error.ts';
import type { Charges } from './limits/charges.ts';
import { relay, type Turn } from './relay.ts';
import { type SendBody, toOutgoing, type VisitorMessage } from './requests.ts';
import type { AgentConfig } from './settings/agents.ts';

/** How often a send that is refused as busy, while nothing runs, is tried again. */
const LOCK_ATTEMPTS = 5;

export function createSender(services: Services, foreground: Foreground, charges: Charges) {
  const { letta, store, now, timeouts } = services;

  async function send(asked: Asked, { message, streaming }: SendBody): Promise<Response> {
    const repeated = await checkApproval(asked, message);
    const turn = repeated ?? (await start(asked, message));
    return relay(services, asked, turn, streaming);
  }

  async function start(asked: Asked, message: VisitorMessage): Promise<Turn> {
    const { key, isNew } = await charges.admit(asked, message.otid);
    asked.record.fresh = isNew && message.kind === 'user';
    try {
      return { ...(await begin(asked, message)), bill: charges.billOf(key) };
    } catch (error) {
      if (isNew && neverRan(error)) await charges.giveBack(key);
      throw error;
    }
  }

  async function begin(asked: Asked, message: VisitorMessage): Promise<Turn> {
    const { visitor, conversation } = asked;
    if (foreground.isBelieved()) return startInForeground(asked, message);
    const earlier = await store.rememberSend(visitor, conversation, message.otid, now());
    if (earlier && earlier.state !== 'background') return startInForeground(asked, message);
    return startInBackground(asked, message, earlier !== null);
  }

  async function startInBackground(asked: Asked, message: VisitorMessage, repeated: boolean): Promise<Turn> {
    for (let attempt = 1; ; attempt++) {
      const turn = await tryInBackground(asked, message, repeated);
      if (turn) return turn;
      await waitForLock(asked.conversation, attempt);
    }
  }

  /**
   * `null` when Letta says that the conversation is busy. `lost`: how the first try failed, of which nobody knows whether it
   * arrived. A connection that was kept may be closed by Letta just as a send is written to it: the send is made once more,
   * and Letta knows it by its otid if it has it.
   */
  async function tryInBackground(
    asked: Asked,
    message: VisitorMessage,
    repeated: boolean,
    lost?: unknown,
  ): Promise<Turn | null> {
    const abort = follow(asked.signal);
    const options = { agent: asked.agent, background: true, signal: abort.signal };
    try {
      return { body: await letta.send(asked.conversation, toOutgoing(message), options), abort };
    } catch (error) {
      if (isWithoutRedis(error)) {
        foreground.believe();
        return startInForeground(asked, message);
      }
      if (!lost && isLost(error) && !asked.signal.aborted) return tryInBackground(asked, message, true, error);
      // After a send that may have arrived, no refusal shows that it did not.
      if (!hasStatus(error, 409)) throw lost ?? error;
      // Letta Cloud may answer a repeated otid by 409 where 0.16 attaches to its run.
      return repeated ? attach(asked, message.otid, 0) : null;
    }
  }

  /** Letta frees a conversation a moment after its stream has ended; that moment is waited for, a run is not. */
  async function waitForLock(conversation: string, attempt: number): Promise<void> {
    if (attempt > LOCK_ATTEMPTS || (await foreground.isAnythingRunning(conversation))) throw busy();
    await sleep(timeouts.lockRelease);
  }

  async function startInForeground(asked: Asked, message: VisitorMessage): Promise<Turn> {
    const { visitor, conversation } = asked;
    const { otid } = message;
    await foreground.claim(visitor, conversation, otid);
    // A send on its way is not broken off with the visitor's connection: whether it arrived would be anybody's guess.
    const abort = new AbortController();
    try {
      const options = { agent: asked.agent, background: false, signal: abort.signal };
      const body = await letta.send(conversation, toOutgoing(message), options);
      return {
        body,
        abort: follow(asked.signal, abort),
        onRun: (runId) => store.updateSend(visitor, conversation, otid, { runId }),
        onStop: () => store.updateSend(visitor, conversation, otid, { state: 'ended' }),
      };
    } catch (error) {
      await release(asked, otid, error);
      throw error;
    }
  }

  /** A refused send never ran; of one without an answer nobody knows yet. */
  async function release({ visitor, conversation }: Asked, otid: string, error: unknown): Promise<void> {
    if (neverRan(error)) await store.forgetSend(visitor, conversation, otid);
    else await store.updateSend(visitor, conversation, otid, { mayArriveUntil: now() + timeouts.arrivalAfterFailure });
  }

  /**
   * Lets an approval through only when it answers exactly the calls that wait in this conversation. One that was sent
   * before and is answered by now is attached to its run: that turn is returned.
   */
  async function checkApproval(asked: Asked, message: VisitorMessage): Promise<Turn | null> {
    if (message.kind !== 'approval') return null;
    const { visitor, conversation, agent } = asked;
    const pending = await findPending(conversation);
    const problem = whyNot(message, pending, agent);
    if (problem === null) return null;
    const earlier = await store.findSend(visitor, conversation, message.otid);
    if (!earlier || pending) throw new ProxyError('invalid_request', problem);
    const attached = foreground.isBelieved() ? null : await attach(asked, message.otid, 0);
    if (attached) return attached;
    throw nothingToResume();
  }

  /** Letta's list lags behind its stream now and then: https://github.com/letta-ai/letta-code/issues/1475 */
  async function findPending(conversation: string) {
    for (let attempt = 0; ; attempt++) {
      const pending = await pendingCalls(letta, conversation);
      if (pending || attempt === 2) return pending;
      await sleep(timeouts.listLag);
    }
  }

  async function resume(asked: Asked, otid: string | undefined, startingAfter: number): Promise<Response> {
    const { visitor, conversation } = asked;
    const sent = otid === undefined ? null : await store.findSend(visitor, conversation, otid);
    if (otid !== undefined && !sent) throw nothingToResume();
    if (sent && sent.state !== 'background') {
      throw (await foreground.goesOn(visitor, conversation, sent)) ? notResumable() : nothingToResume();
    }
    const turn = foreground.isBelieved() ? null : await attach(asked, otid, startingAfter);
    if (turn) return relay(services, asked, turn, true);
    const goesOn = foreground.isBelieved() && (await foreground.isAnythingRunning(conversation));
    throw goesOn ? notResumable() : nothingToResume();
  }

  /** The stream of a run that Letta keeps; `null` when it keeps none. Without an `otid`: of the active one. */
  async function attach(asked: Asked, otid: string | undefined, startingAfter: number): Promise<Turn | null> {
    const abort = follow(asked.signal);
    // The page's calls are told by their names, which only a call's first event has: read from there, give out from here.
    const from = asked.agent.tools.length > 0 ? 0 : startingAfter;
    try {
      const body = await letta.resume(asked.conversation, { otid, startingAfter: from, signal: abort.signal });
      const key = otid === undefined ? null : { visitor: asked.visitor, conversation: asked.conversation, otid };
      return { body, abort, startingAfter, ...(key && { bill: charges.billOf(key) }) };
    } catch (error) {
      if (isWithoutRedis(error)) foreground.believe();
      else if (!hasStatus(error, 400, 404, 409, 410)) throw error;
      return null;
    }
  }

  return { send, resume };
}

/** Whether a send certainly came to nothing: it was refused here or by Letta, or never got there. */
const neverRan = (error: unknown): boolean =>
  error instanceof ProxyError ||
  (error instanceof LettaError && (error.kind === 'never_sent' || (error.kind === 'status' && error.status < 500)));

const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** A controller that also ends with the visitor's connection. */
function follow(signal: AbortSignal, controller = new AbortController()): AbortController {
  if (signal.aborted) controller.abort(signal.reason);
  else
    signal.addEventListener('abort', () => controller.abort(signal.reason), { once: true, signal: controller.signal });
  return controller;
}

function whyNot(
  message: VisitorMessage & { kind: 'approval' },
  pending: ReadonlyMap<string, string | null> | null,
  agent: AgentConfig,
): string | null {
  if (!pending) return 'No tool call waits for an answer in this conversation.';
  const answered = new Set(message.approvals.map((approval) => approval.tool_call_id));
  const exact =
    answered.size === pending.size &&
    message.approvals.length === pending.size &&
    [...answered].every((id) => pending.has(id));
  if (!exact) return 'The approvals must answer exactly the tool calls that wait, each once.';
  const tools = new Set(agent.tools.map(({ name }) => name));
  const foreign = message.approvals.some(
    (approval) =>
      !tools.has(pending.get(approval.tool_call_id) ?? '') && !(approval.type === 'approval' && !approval.approve),
  );
  return foreign ? "A call of a tool that is not the page's can only be declined." : null;
}
