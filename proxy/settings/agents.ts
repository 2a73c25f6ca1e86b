/**
 * The agents that visitors may talk to: `LETTA_AGENT_ID` for one, `AGENTS` for several. An agent may stand for weighted
 * variants, each an agent of its own at Letta; who gets which is decided in `variants.ts`.
 */
import * as v from 'valibot';
import { describeIssue } from '../issues.ts';
import { anyObject, matching } from '../schemas.ts';
import { ConfigError } from './error.ts';
import { text } from './values.ts';

export interface ClientTool {
  readonly name: string;
  readonly description: string;
  /** JSON Schema of the arguments. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** One of the agents at Letta that answer under one name. */
export interface Variant {
  /** For the log and the figures; `null` where there is nothing to compare. */
  readonly label: string | null;
  /** Letta's id; never leaves the proxy. */
  readonly agentId: string;
  /** Its share of the visitors, by the sum of all. 0: no new ones. */
  readonly weight: number;
}

export interface AgentConfig {
  /** What the outside uses in place of Letta's id. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** Address of a picture, shown in place of the title's first letter. */
  readonly avatar: string | null;
  /** Said before the first message. */
  readonly greeting: string | null;
  /** Offered before the first message. */
  readonly suggestions: readonly string[];
  /**
   * What visitors see beyond the replies. `variant`: the label, in the conversation's `variant`; `tokens`: what it has used,
   * in its `tokens`. Default: nothing.
   */
  readonly show: readonly ('reasoning' | 'tool_calls' | 'variant' | 'tokens')[];
  /** Tools that the visitor's page runs. */
  readonly tools: readonly ClientTool[];
  readonly variants: readonly [Variant, ...Variant[]];
}

/** What of an agent decides on what visitors see. */
export type Shown = Pick<AgentConfig, 'show' | 'tools'>;

const AGENT_ID = /^agent-[A-Za-z0-9-]+$/;

const agentId = matching(AGENT_ID, 'is an id like agent-01234567-89ab-cdef-0123-456789abcdef');

const NAME = /^[A-Za-z0-9][\w-]{0,63}$/;

const name = matching(NAME, 'takes letters, digits, "-" and "_"');

const differ = (items: readonly string[]) => new Set(items).size === items.length;

const Tool = v.strictObject({
  name: matching(/^[\w-]{1,64}$/, 'takes letters, digits, "-" and "_"'),
  description: v.optional(v.string(), ''),
  parameters: v.optional(anyObject, { type: 'object', properties: {} }),
});

const VariantEntry = v.strictObject({
  label: name,
  agent_id: agentId,
  weight: v.optional(
    v.pipe(
      v.number(),
      v.check((weight) => weight >= 0, 'is 0 or more'),
    ),
    1,
  ),
});

const Variants = v.pipe(
  v.array(VariantEntry),
  v.check((all) => differ(all.map(({ label }) => label)), 'has two variants of one label'),
  v.check((all) => all.some(({ weight }) => weight > 0), 'needs a weight above 0'),
);

const AgentEntry = v.pipe(
  v.strictObject({
    name,
    title: v.optional(v.string()),
    description: v.optional(v.string(), ''),
    avatar: v.optional(matching(/^https?:\/\//, 'is an address like https://www.example.com/a.png')),
    greeting: v.optional(v.string()),
    suggestions: v.optional(v.array(v.string()), []),
    agent_id: v.optional(agentId),
    variants: v.optional(Variants),
    show: v.optional(v.array(v.picklist(['reasoning', 'tool_calls', 'variant', 'tokens'])), []),
    tools: v.optional(v.array(Tool), []),
  }),
  v.check(
    (one) => (one.agent_id === undefined) !== (one.variants === undefined),
    'needs agent_id, or variants, and not both',
  ),
);

const Agents = v.pipe(
  v.array(AgentEntry),
  v.check((agents) => agents.length > 0, 'is empty: name at least one agent'),
  v.check((agents) => differ(agents.map((one) => one.name)), 'has two agents of one name'),
);

export const agentSettings = {
  LETTA_AGENT_ID: v.optional(
    v.pipe(text, matching(AGENT_ID, 'must be the id of an agent, like agent-01234567-89ab-cdef-0123-456789abcdef.')),
  ),
  AGENTS: v.optional(
    v.custom<string | readonly unknown[]>(
      (value) => typeof value === 'string' || Array.isArray(value),
      'must be a JSON list.',
    ),
  ),
};

interface Settings {
  readonly LETTA_AGENT_ID?: string | undefined;
  readonly AGENTS?: string | readonly unknown[] | undefined;
}

const HELP = 'Write it like [{"name":"support","title":"Support","agent_id":"agent-…"}].';

/** At least one; the first is the default. @throws {ConfigError} */
export function agentsOf({ AGENTS: several, LETTA_AGENT_ID: one }: Settings): readonly [AgentConfig, ...AgentConfig[]] {
  if (several !== undefined && one !== undefined) {
    throw new ConfigError(
      'LETTA_AGENT_ID and AGENTS are both set. Keep one: LETTA_AGENT_ID for one agent, AGENTS for several.',
    );
  }
  if (one !== undefined) return [toAgent({ name: 'default', title: 'Assistant', agent_id: one })];
  if (several === undefined) {
    throw new ConfigError(
      'LETTA_AGENT_ID is missing. Set it to the id of the agent that visitors talk to (or set AGENTS for several).',
    );
  }
  const result = v.safeParse(Agents, typeof several === 'string' ? parseJson(several) : several, { abortEarly: true });
  if (!result.success) throw new ConfigError(`AGENTS is not right. ${describeIssue(result.issues[0])}. ${HELP}`);
  const [first, ...others] = result.output.map(toAgent);
  return [first!, ...others];
}

function toAgent(entry: v.InferInput<typeof AgentEntry>): AgentConfig {
  const { title, description = '', avatar = null, greeting = null, suggestions = [], show = [], tools = [] } = entry;
  const single: Variant = { label: null, agentId: entry.agent_id ?? '', weight: 1 };
  const [first = single, ...others] = (entry.variants ?? []).map(
    ({ label, agent_id, weight = 1 }): Variant => ({ label, agentId: agent_id, weight }),
  );
  return {
    name: entry.name,
    title: title ?? entry.name,
    description,
    avatar,
    greeting,
    suggestions,
    show,
    tools: tools as readonly ClientTool[],
    variants: [first, ...others],
  };
}

function parseJson(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch (error) {
    throw new ConfigError(`AGENTS is not valid JSON (${(error as Error).message}). ${HELP}`);
  }
}
