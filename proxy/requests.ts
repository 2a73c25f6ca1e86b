/**
 * What a visitor may send: strict schemas, from which the upstream body is built anew. An unknown field is refused by
 * name, so nothing that Letta's API takes besides (system prompts, models, tools, roles) can slip through.
 */
import type { Context } from 'hono';
import * as v from 'valibot';
import { ProxyError } from './errors.ts';
import { describeIssue } from './issues.ts';
import type { OutgoingMessage } from './letta.ts';
import type { Approval, Content, Rating } from './protocol.ts';
import { anyObject, matching } from './schemas.ts';
import type { Limits } from './settings/limits.ts';

export type VisitorMessage =
  | { readonly kind: 'user'; readonly content: Content; readonly otid: string }
  | { readonly kind: 'approval'; readonly approvals: readonly Approval[]; readonly otid: string };

export interface SendBody {
  readonly message: VisitorMessage;
  readonly streaming: boolean;
}

const invalid = (message: string) => new ProxyError('invalid_request', message);

/** Reads a JSON body; none at all counts as `{}`. */
export async function readBody<Schema extends v.GenericSchema>(
  c: Context,
  schema: Schema,
): Promise<v.InferOutput<Schema>> {
  const text = await c.req.text();
  const value = text.trim() === '' ? {} : parseJson(text);
  if (Array.isArray(value)) throw invalid('The body must be a JSON object.'); // valibot takes a list for an object
  return parse(schema, value);
}

/** Further parameters, as Letta's SDK has them, are left alone: they change nothing here. */
export function readQuery<Entries extends v.ObjectEntries>(
  c: Context,
  schema: v.StrictObjectSchema<Entries, undefined>,
): v.InferOutput<v.StrictObjectSchema<Entries, undefined>> {
  const known = Object.entries(c.req.query()).filter(([name]) => Object.hasOwn(schema.entries, name));
  return parse(schema, Object.fromEntries(known));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid('The body is not valid JSON.');
  }
}

function parse<Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
  ...parents: readonly string[]
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return result.output;
  throw invalid(`${describeIssue(result.issues[0], parents).slice(0, 500)}.`); // names and values are the visitor's, of any length
}

const SUMMARY_CHARACTERS = 200;

const summary = v.pipe(
  v.string(),
  // Letta's database takes neither half a surrogate pair nor a null character in a summary (500); in a message it does.
  v.transform((text) => text.toWellFormed().replaceAll('\0', '').trim()),
  v.check((text) => text !== '', 'must not be empty'),
  v.check((text) => text.length <= SUMMARY_CHARACTERS, `must have at most ${SUMMARY_CHARACTERS} characters`),
);

export const MESSAGE_ID = /^[A-Za-z0-9_-]{1,80}$/;

const messageId = matching(MESSAGE_ID, 'must be the id of a message');

const otid = v.pipe(
  matching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, 'must be a UUID'),
  v.transform((value) => value.toLowerCase()),
);

const pageSize = (fallback: number) =>
  v.optional(
    v.pipe(
      v.string(),
      v.transform(Number),
      v.check((size) => Number.isInteger(size) && size >= 1 && size <= 100, 'must be a whole number from 1 to 100'),
    ),
    String(fallback),
  );

/** Letta takes `default` and agents' ids in its place: those must never get through. */
export const CONVERSATION_ID = /^conv-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const conversationId = matching(CONVERSATION_ID, 'must be the id of a conversation');

export const VisitorBody = v.strictObject({
  /** The host site's JWT. */
  identity: v.optional(v.string()),
  /** Turnstile's token. */
  challenge: v.optional(v.string()),
});
export const NewConversationBody = v.strictObject({
  summary: v.nullish(summary),
  /** The newest conversation with this agent will do, if there is one. */
  reuse: v.optional(v.boolean(), false),
});
export const UpdateBody = v.strictObject({ summary });
export const ForkBody = v.strictObject({ message_id: v.nullish(messageId) });
/** Letta's SDK puts it into the query. */
export const ForkQuery = v.strictObject({ message_id: v.optional(messageId) });
export const AgentQuery = v.strictObject({ agent_id: v.optional(v.string()) });
export const ConversationsQuery = v.strictObject({
  agent_id: v.optional(v.string()),
  limit: pageSize(20),
  after: v.optional(conversationId),
});
export const MessagesQuery = v.strictObject({
  limit: pageSize(50),
  order: v.optional(v.picklist(['asc', 'desc'], 'must be "asc" or "desc"'), 'desc'),
  before: v.optional(messageId),
  after: v.optional(messageId),
});

export const FeedbackBody = v.strictObject({
  value: v.custom<Rating | null>(
    (value) => value === null || value === 'positive' || value === 'negative',
    'must be "positive", "negative" or null',
  ),
});

/** Flags of Letta's SDK that are accepted and changed nothing by: the proxy decides them. */
const ignored = {
  stream_tokens: v.optional(v.boolean()),
  background: v.optional(v.boolean()),
  include_pings: v.optional(v.boolean()),
};

export const ResumeBody = v.strictObject({
  otid: v.nullish(otid),
  starting_after: v.nullish(
    v.pipe(
      v.number(),
      v.check((value) => Number.isSafeInteger(value) && value >= 0, 'must be a whole number from 0'),
    ),
  ),
  include_pings: v.optional(v.boolean()),
  batch_size: v.nullish(v.number()),
  poll_interval: v.nullish(v.number()),
});

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

const Part = v.variant('type', [
  v.strictObject({ type: v.picklist(['text']), text: v.string() }),
  v.strictObject({
    type: v.picklist(['image']),
    source: v.strictObject({
      type: v.picklist(['base64'], 'must be "base64"'),
      media_type: v.picklist(
        ['image/png', 'image/jpeg', 'image/gif', 'image/webp'],
        'must be image/png, image/jpeg, image/gif or image/webp',
      ),
      data: matching(BASE64, 'must be base64'),
    }),
  }),
]);

const userInput = <Schema extends v.GenericSchema>(content: Schema) =>
  v.strictObject({
    type: v.optional(v.picklist(['message'])),
    role: v.picklist(['user'], 'must be "user"'),
    content,
    otid: v.nullish(otid),
  });
const TextInput = userInput(v.string());
const PartsInput = userInput(v.array(Part));

const callId = matching(/^[\w.:-]{1,200}$/, 'must be the id of a tool call');

const ApprovalInput = v.strictObject({
  type: v.picklist(['approval']),
  approvals: v.pipe(
    v.array(
      v.variant('type', [
        v.strictObject({
          type: v.picklist(['tool']),
          tool_call_id: callId,
          tool_return: v.string(),
          status: v.picklist(['success', 'error'], 'must be "success" or "error"'),
        }),
        v.strictObject({
          type: v.picklist(['approval']),
          tool_call_id: callId,
          approve: v.boolean(),
          reason: v.optional(matching(/^.{0,500}$/s, 'must have at most 500 characters')),
        }),
      ]),
    ),
    v.check((calls) => calls.length > 0, 'must name at least one call'),
    v.check((calls) => calls.length <= 50, 'names too many calls'),
  ),
  otid: v.nullish(otid),
});

const SendEnvelope = v.strictObject({
  messages: v.pipe(
    v.array(anyObject),
    v.check((messages) => messages.length === 1, 'must hold exactly one message'),
  ),
  streaming: v.optional(v.boolean(), true),
  ...ignored,
});

/** Reads the body of a send; an `otid` is minted when the visitor has none, so that every run can be resumed. */
export async function readSend(c: Context, limits: Limits): Promise<SendBody> {
  const { messages, streaming } = await readBody(c, SendEnvelope);
  const [input] = messages;
  if (input?.['type'] === 'approval') {
    const { approvals, otid } = inMessage(ApprovalInput, input);
    checkReturns(approvals, limits);
    return { message: { kind: 'approval', approvals, otid: otid ?? crypto.randomUUID() }, streaming };
  }
  const hasParts = Array.isArray(input?.['content']);
  const { content, otid } = hasParts ? inMessage(PartsInput, input) : inMessage(TextInput, input);
  checkContent(content, limits);
  return { message: { kind: 'user', content, otid: otid ?? crypto.randomUUID() }, streaming };
}

/** Parses the one message under its full path, so that an error names `messages.0.…`. */
const inMessage = <Schema extends v.GenericSchema>(schema: Schema, input: unknown): v.InferOutput<Schema> =>
  parse(schema, input, 'messages', '0');

/** Of one message. Text has its own limit, but a hundred thousand empty parts would be kept, and paid for, at Letta. */
const PARTS = 100;

function checkContent(content: Content, limits: Limits): void {
  const parts = typeof content === 'string' ? [{ type: 'text' as const, text: content }] : content;
  const text = parts.reduce((sum, part) => (part.type === 'text' ? sum + part.text : sum), '');
  const images = parts.filter((part) => part.type === 'image').length;
  if (text.trim() === '' && images === 0) throw invalid('Field "messages.0.content": the message is empty.');
  if (text.length > limits.messageCharacters) {
    throw tooLarge(`The message has ${text.length} characters; at most ${limits.messageCharacters} are taken.`);
  }
  if (parts.length > PARTS) throw tooLarge(`The message has ${parts.length} parts; at most ${PARTS} are taken.`);
  if (images > limits.images) throw tooLarge(`The message has ${images} images; at most ${limits.images} are taken.`);
}

function checkReturns(approvals: readonly Approval[], limits: Limits): void {
  for (const approval of approvals) {
    if (approval.type === 'tool' && approval.tool_return.length > limits.messageCharacters) {
      throw tooLarge(`A tool's result has over ${limits.messageCharacters} characters.`);
    }
  }
}

const tooLarge = (message: string) => new ProxyError('too_large', message);

/** The message as Letta takes it. */
export function toOutgoing(message: VisitorMessage): OutgoingMessage {
  return message.kind === 'user'
    ? { role: 'user', content: message.content, otid: message.otid }
    : { type: 'approval', approvals: message.approvals, otid: message.otid };
}
