/** What can go wrong with Letta, and the sentence that tells the operator what to do about it. */

export type LettaErrorKind =
  /** Letta answered with this `status`. */
  | 'status'
  /** The request certainly never reached Letta. */
  | 'never_sent'
  /** No answer: whether the request arrived is not known. */
  | 'no_answer'
  /** An answer that is not Letta's (an HTML page, broken JSON). */
  | 'unintelligible';

export class LettaError extends Error {
  override readonly name = 'LettaError';
  readonly kind: LettaErrorKind;
  /** 0 when there was no answer. */
  readonly status: number;
  /** Letta's own words; they name accounts and runs, so they are for the log only. */
  readonly detail: string;
  /** Seconds, from `retry-after`. */
  readonly retryAfter: number | undefined;

  constructor(
    message: string,
    options: {
      readonly kind: LettaErrorKind;
      readonly status?: number | undefined;
      readonly detail?: string | undefined;
      readonly retryAfter?: number | undefined;
      readonly cause?: unknown;
    },
  ) {
    super(message, { cause: options.cause });
    this.kind = options.kind;
    this.status = options.status ?? 0;
    this.detail = options.detail ?? '';
    this.retryAfter = options.retryAfter;
  }
}

/** Whether a background run was refused because this Letta has no Redis. Nothing was stored then. */
export const isWithoutRedis = (error: unknown): boolean =>
  hasStatus(error, 503) && /redis/i.test((error as LettaError).detail);

/** Whether the connection broke before an answer came, and was not broken off here: by a time limit or for a visitor who left. */
export const isLost = (error: unknown): boolean =>
  error instanceof LettaError && error.kind === 'no_answer' && !(error.cause instanceof DOMException);

export const hasStatus = (error: unknown, ...statuses: readonly number[]): error is LettaError =>
  error instanceof LettaError && error.kind === 'status' && statuses.includes(error.status);

export async function readProblem(response: Response): Promise<{ detail: string; retryAfter: number | undefined }> {
  const detail = await response.text().catch(() => ''); // the status alone says enough
  const seconds = Number(response.headers.get('retry-after'));
  return { detail: detail.slice(0, 500), retryAfter: seconds > 0 ? Math.ceil(seconds) : undefined };
}

/** Codes of Node and undici that say: the connection was never made. */
const NEVER_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);

export function unreachable(baseUrl: string, method: string, path: string, cause: unknown): LettaError {
  const code = codeOf(cause);
  return new LettaError(
    `Letta at ${baseUrl} did not answer ${method} ${path} (${code}). Is it running, and is LETTA_BASE_URL right?`,
    { kind: NEVER_SENT.has(code) ? 'never_sent' : 'no_answer', cause },
  );
}

function codeOf(cause: unknown): string {
  for (let error = cause; error instanceof Error; error = error.cause) {
    const { code } = error as { code?: unknown };
    if (typeof code === 'string') return code;
    if (error.cause === undefined) return error.message || error.name;
  }
  return String(cause);
}

export interface Refusal {
  readonly baseUrl: string;
  readonly apiKey: string | null;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly detail: string;
  readonly retryAfter: number | undefined;
}

export function refusal(refused: Refusal): LettaError {
  const { status, detail, retryAfter } = refused;
  return new LettaError(sentence(refused), { kind: 'status', status, detail, retryAfter });
}

function sentence({ baseUrl, apiKey, method, path, status, detail }: Refusal): string {
  switch (status) {
    case 401:
    case 403:
      return apiKey === null
        ? `Letta at ${baseUrl} wants an API key (${status}). Set LETTA_API_KEY to one.`
        : `Letta at ${baseUrl} refused LETTA_API_KEY (${status}). Set it to a valid key of the account that the agent belongs to.`;
    case 402:
      return `Letta refuses to work on account of payment (402). Look at the account's credits: ${detail}`;
    case 429:
      return `Letta at ${baseUrl} has had too many requests from this account (429): ${detail}`;
    default:
      return `Letta at ${baseUrl} answered ${method} ${path} with ${status}: ${detail}`;
  }
}
