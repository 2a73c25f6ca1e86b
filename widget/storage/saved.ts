/** Reads a stored conversation, field by field: another version wrote it, or something broken. The form of it is form.ts's business. */
import { type Approval, isErrorCode, parseAgent, type ToolCall } from '../../proxy/protocol.ts';
import { type Entry, emptyState, IDLE, type Job, newRun, type Run, type State, type Turn } from '../core/state.ts';
import { VERSION } from './form.ts';

/** The state that was stored, as far as it can be read; the empty one when it cannot. */
export function fromSaved(thread: unknown, live: unknown): State {
  const kept = isObject(thread) && thread['version'] === VERSION ? thread : {};
  const under = isObject(live) && live['version'] === VERSION ? live : {};
  return {
    ...emptyState,
    conversation: textOrNull(kept['conversation']),
    agent: parseAgent(kept['agent']),
    transcript: unique(listOf(kept['transcript'], parseEntry)),
    hasOlder: kept['hasOlder'] === true,
    oldest: textOrNull(kept['oldest']),
    seen: textOrNull(kept['seen']),
    outbox: listOf(under['outbox'], parseJob),
    turn: parseTurn(under['turn']) ?? IDLE,
  };
}

function parseTurn(value: unknown): Turn | null {
  if (!isObject(value)) return null;
  const ticket = 0; // nobody awaits anything yet
  switch (value['phase']) {
    case 'sending':
    case 'streaming':
    case 'lost':
    case 'resuming':
    case 'reconciling': {
      const run = parseRun(value['run']);
      return run && { phase: run.accepted ? 'lost' : 'sending', ticket, run };
    }
    case 'stopping':
      return {
        phase: 'stopping',
        ticket,
        tries: 0,
        unsure: value['unsure'] === true,
        quiet: true,
        waiting: true,
      };
    case 'closing':
    case 'answering': {
      const calls = listOf(value['calls'], parseCall);
      return calls.length > 0 ? { phase: 'answering', ticket, calls } : null;
    }
    default:
      return null;
  }
}

function parseRun(value: unknown): Run | null {
  if (!isObject(value)) return null;
  const job = parseJob(value['job']);
  if (!job && value['job'] !== null) return null;
  return {
    ...newRun(job),
    parts: listOf(value['parts'], parseEntry),
    calls: listOf(value['calls'], parseCall),
    cursor: typeof value['cursor'] === 'number' ? value['cursor'] : 0,
    accepted: value['accepted'] === true,
  };
}

function parseJob(value: unknown): Job | null {
  if (!isObject(value) || typeof value['otid'] !== 'string') return null;
  const entry = parseEntry(value['entry']);
  const approvals = listOf(value['approvals'], parseApproval);
  if (!entry && approvals.length === 0) return null;
  const tries = typeof value['tries'] === 'number' ? value['tries'] : 0;
  return { otid: value['otid'], entry, approvals, tries, faults: 0, moved: value['moved'] === true };
}

const ROLES: readonly unknown[] = ['user', 'assistant', 'reasoning'] satisfies Entry['role'][];
const STATES: readonly unknown[] = [
  'queued',
  'sending',
  'sent',
  'streaming',
  'complete',
  'stopped',
  'failed',
] satisfies Entry['state'][];

function parseEntry(value: unknown): Entry | null {
  if (!isObject(value) || typeof value['id'] !== 'string' || typeof value['text'] !== 'string') return null;
  const { role, state, problem, feedback } = value;
  if (!ROLES.includes(role) || !STATES.includes(state)) return null;
  return {
    id: value['id'],
    role: role as Entry['role'],
    text: value['text'],
    images: listOf(value['images'], textOrNull),
    date: typeof value['date'] === 'number' ? value['date'] : 0,
    state: state as Entry['state'],
    ...(isObject(problem) && { problem: parseProblem(problem) }),
    ...((feedback === 'positive' || feedback === 'negative') && { feedback }),
    turn: textOrNull(value['turn']),
    known: value['known'] === true,
  };
}

function parseProblem({ code, retryAt, requestId }: Json): NonNullable<Entry['problem']> {
  return {
    code: isErrorCode(code) || code === 'offline' ? code : 'unreachable',
    ...(typeof retryAt === 'number' && { retryAt }),
    ...(typeof requestId === 'string' && { requestId }),
  };
}

function parseCall(value: unknown): ToolCall | null {
  if (!isObject(value) || typeof value['tool_call_id'] !== 'string') return null;
  return {
    tool_call_id: value['tool_call_id'],
    name: textOrNull(value['name']),
    arguments: textOrNull(value['arguments']),
  };
}

function parseApproval(value: unknown): Approval | null {
  if (!isObject(value) || typeof value['tool_call_id'] !== 'string') return null;
  const { type, tool_call_id, tool_return, status, approve, reason } = value;
  if (type === 'tool' && typeof tool_return === 'string') {
    return { type, tool_call_id, tool_return, status: status === 'success' ? status : 'error' };
  }
  if (type !== 'approval') return null;
  return { type, tool_call_id, approve: approve === true, ...(typeof reason === 'string' && { reason }) };
}

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const listOf = <Item>(value: unknown, parse: (item: unknown) => Item | null): Item[] =>
  Array.isArray(value) ? value.flatMap((item) => parse(item) ?? []) : [];

function unique(entries: readonly Entry[]): Entry[] {
  return [...new Map(entries.map((entry) => [entry.id, entry])).values()];
}
