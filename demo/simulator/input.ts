// The body of a send, read into typed values: the messages or the approval in it, and its options.
// Faults are answered as pydantic would; fields that Letta does not know are ignored, as it does.
import { detail, type Fault, invalid, type LettaError } from './errors.ts';
import { newId } from './ids.ts';
import { type Approval, type Origin, systemMessage, userMessage } from './messages.ts';
import type { Row } from './state.ts';

/** What is sent: words, or the answer to calls that wait. */
export type Input =
  | { readonly kind: 'messages'; readonly messages: readonly InputMessage[] }
  | { readonly kind: 'approval'; readonly approvals: readonly Approval[] };

export interface InputMessage {
  readonly role: 'user' | 'system' | 'assistant';
  readonly content: unknown;
  readonly otid: string;
}

/** A send, with Letta's defaults filled in. */
export interface SendRequest {
  readonly input: Input;
  /** The ids that the client gave, in order; empty when it gave none. */
  readonly otids: readonly string[];
  readonly agentId: string | null;
  readonly streaming: boolean;
  readonly tokens: boolean;
  readonly pings: boolean;
  readonly background: boolean;
  readonly maxSteps: number;
  readonly clientTools: readonly string[];
  /** The message types to stream, or null for all. */
  readonly types: readonly string[] | null;
}

type Fields = Record<string, unknown>;

/** The body of a send. @throws LettaError 422 */
export function readSend(body: unknown): SendRequest {
  const fields = body as Fields;
  const messages = readMessages(fields);
  const input = readInput(messages);
  return {
    input,
    otids: messages.flatMap((message) => (typeof message['otid'] === 'string' ? [message['otid']] : [])),
    agentId: typeof fields['agent_id'] === 'string' ? fields['agent_id'] : null,
    streaming: flag(fields, 'streaming', true),
    tokens: flag(fields, 'stream_tokens', false),
    pings: flag(fields, 'include_pings', true),
    background: flag(fields, 'background', false),
    maxSteps: typeof fields['max_steps'] === 'number' ? fields['max_steps'] : 50,
    clientTools: list(fields['client_tools']).map((tool) => String((tool as Fields)['name'])),
    types: Array.isArray(fields['include_return_message_types'])
      ? fields['include_return_message_types'].map(String)
      : null,
  };
}

/** The words of the last message; images count as nothing but their mark. */
export function inputText(messages: readonly InputMessage[]): string {
  const content = messages.at(-1)?.content;
  if (typeof content === 'string') return content;
  const parts = list(content) as Fields[];
  const images = parts.some((part) => part['type'] === 'image');
  if (parts.length === 0) return '';
  // A model without eyes gets the text and a mark; several text parts reach it as JSON.
  if (images) return parts.map((part) => (part['type'] === 'text' ? part['text'] : '[Image omitted]')).join(' ');
  return parts.length === 1 ? String(parts[0]!['text']) : JSON.stringify(parts);
}

/** The address of the first image that is not sent along but is to be fetched, or null. */
export function imageAddress(messages: readonly InputMessage[]): string | null {
  const sources = messages.flatMap(({ content }) => list(content).map((part) => (part as Fields)['source'] as Fields));
  const remote = sources.find((source) => source?.['type'] === 'url');
  return remote ? String(remote['url']) : null;
}

/** The messages as the history keeps them. */
export function inputRows(messages: readonly InputMessage[], origin: Origin): Row[] {
  return messages.map(({ role, content, otid }) => {
    const own = { ...origin, id: newId('message') };
    const message =
      role === 'system' ? systemMessage(own, String(content)) : userMessage(own, otid, listedContent(content));
    return { id: own.id, messages: [message] };
  });
}

function readMessages(fields: Fields): Fields[] {
  if (fields['input'] !== undefined && fields['messages'] === undefined) {
    return [{ role: 'user', content: fields['input'] }];
  }
  const messages = fields['messages'];
  if (messages === undefined) {
    const msg = "Value error, Must specify either 'input' or 'messages'.";
    throw invalid({ type: 'value_error', loc: ['body'], msg, input: fields });
  }
  if (!Array.isArray(messages)) {
    throw invalid({
      type: 'list_type',
      loc: ['body', 'messages'],
      msg: 'Input should be a valid list',
      input: messages,
    });
  }
  if (messages.length === 0) throw detail(422, 'Messages must not be empty');
  return readObjects(messages, ['body', 'messages']);
}

function readInput(messages: readonly Fields[]): Input {
  const approval = messages.find((message) => message['type'] === 'approval');
  if (!approval) return { kind: 'messages', messages: messages.map(readMessage) };
  const approvals = approval['approvals'];
  if (!Array.isArray(approvals)) {
    const loc = ['body', 'messages', 0, 'ApprovalCreate', 'approvals'];
    throw invalid({ type: 'list_type', loc, msg: 'Input should be a valid list', input: approvals });
  }
  const read = readObjects(approvals, ['body', 'messages', 0, 'ApprovalCreate', 'approvals']);
  return { kind: 'approval', approvals: read as unknown as Approval[] };
}

function readMessage(message: Fields, index: number): InputMessage {
  const { role, content, otid } = message as { role?: unknown; content?: unknown; otid?: unknown };
  const loc = ['body', 'messages', index, 'MessageCreate'];
  const fault = (parts: Omit<Fault, 'loc'>, field: string): LettaError => invalid({ ...parts, loc: [...loc, field] });
  if (role !== 'user' && role !== 'system' && role !== 'assistant') {
    throw fault({ type: 'literal_error', msg: "Input should be 'user', 'system' or 'assistant'", input: role }, 'role');
  }
  if (content === undefined) throw fault({ type: 'missing', msg: 'Field required', input: message }, 'content');
  if (typeof content !== 'string' && !Array.isArray(content)) {
    throw fault({ type: 'string_type', msg: 'Input should be a valid string', input: content }, 'content');
  }
  if (typeof content !== 'string') readParts(content, [...loc, 'content']);
  return { role, content, otid: typeof otid === 'string' ? otid : crypto.randomUUID() };
}

function readObjects(values: readonly unknown[], loc: Fault['loc']): Fields[] {
  const index = values.findIndex((value) => typeof value !== 'object' || value === null);
  if (index < 0) return values as Fields[];
  const msg = 'Input should be a valid dictionary or object to extract fields from';
  throw invalid({ type: 'model_attributes_type', loc: [...loc, index], msg, input: values[index] });
}

/** Text and images are all that this model's agents are sent. */
function readParts(values: readonly unknown[], loc: Fault['loc']): void {
  for (const part of readObjects(values, loc)) {
    const { type, text, source } = part as { type?: unknown; text?: unknown; source?: unknown };
    const known = type === 'text' ? typeof text === 'string' : type === 'image' && typeof source === 'object' && source;
    if (!known) throw invalid({ type: 'missing', loc, msg: 'Field required', input: part });
  }
}

/** Letta keeps images as files of its own, and hands their data back with the message. */
function listedContent(content: unknown): unknown {
  if (typeof content === 'string') return content;
  const parts = list(content) as Fields[];
  return parts.map((part) => {
    if (part['type'] !== 'image') return { ...part, signature: null };
    const source = part['source'] as Fields;
    const { media_type, data } = source;
    return { type: 'image', source: { type: 'letta', file_id: newId('file'), media_type, data, detail: null } };
  });
}

function flag(fields: Fields, name: string, missing: boolean): boolean {
  const value = fields[name] ?? missing;
  if (typeof value === 'boolean') return value;
  throw invalid({ type: 'bool_type', loc: ['body', name], msg: 'Input should be a valid boolean', input: value });
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
