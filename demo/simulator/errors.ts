// The errors that Letta answers with: status and body, down to the texts that name the account (a proxy has to keep those back).
// Whoever finds the fault throws one; app.ts turns it into the response.
import { pythonRepr } from './python.ts';

/** An answer other than 200. `body` is sent as it is. */
export class LettaError extends Error {
  readonly status: ErrorStatus;
  readonly body: Record<string, unknown>;

  constructor(status: ErrorStatus, body: Record<string, unknown>) {
    super(String(body['detail'] ?? status));
    this.name = 'LettaError';
    this.status = status;
    this.body = body;
  }
}

/** The statuses that this server answers with, apart from 200 and 307. */
export type ErrorStatus = 400 | 401 | 404 | 409 | 410 | 422 | 500 | 503;

/** One fault in a request, in the words of pydantic (Letta's validator). */
export interface Fault {
  readonly type: string;
  readonly loc: readonly (string | number)[];
  readonly msg: string;
  readonly input: unknown;
  readonly ctx?: Record<string, unknown>;
}

/** 422: the request is malformed. */
export function invalid(fault: Fault): LettaError {
  const { type, loc, msg, input, ctx } = fault;
  const path = `(${loc.map(pythonRepr).join(', ')}${loc.length === 1 ? ',' : ''})`;
  const context = ctx ? `, 'ctx': ${pythonRepr(ctx)}` : '';
  const detail = `[{'type': '${type}', 'loc': ${path}, 'msg': ${pythonRepr(msg)}, 'input': ${pythonRepr(input)}${context}}]`;
  return new LettaError(422, { trace_id: '', detail });
}

/** 422: a parameter or field that is not there. */
export function missing(...loc: readonly string[]): LettaError {
  return invalid({ type: 'missing', loc, msg: 'Field required', input: null });
}

/** 404 in the words of Letta's database layer: it names the account's user and organization. */
export function notFound(kind: 'Conversation' | 'Run' | 'Agent' | 'Step', id: string): LettaError {
  const deleted = kind === 'Run' ? '' : ', is_deleted=False';
  return new LettaError(404, {
    detail: `${kind} not found with id='['${id}']', access level in ['read'] for actor='${ACTOR}'${deleted}`,
  });
}

/** An error with nothing but a text. */
export function detail(status: ErrorStatus, text: string): LettaError {
  return new LettaError(status, { detail: text });
}

/** The account that everything belongs to. */
export const USER_ID = 'user-00000000-0000-4000-8000-000000000000';

const ACTOR =
  `id='${USER_ID}' organization_id='org-00000000-0000-4000-8000-000000000000' name='default_user' ` +
  'created_at=datetime.datetime(2026, 1, 1, 0, 0, 0, 0, tzinfo=TzInfo(UTC)) ' +
  'updated_at=datetime.datetime(2026, 1, 1, 0, 0, 0, 0, tzinfo=TzInfo(UTC)) is_deleted=False';
