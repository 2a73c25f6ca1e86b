// The routes of agents, as far as tests, checks and a terminal client need them: create, list, retrieve, delete, memory blocks.
import { Hono } from 'hono';
import { systemRow } from './conversations.ts';
import { detail, invalid, notFound, USER_ID } from './errors.ts';
import { newId, timestamp } from './ids.ts';
import { AGENT_TOOLS } from './memory.ts';
import { optionalText, queryNumber, readBody, type Server } from './server.ts';
import type { Agent, Block } from './state.ts';
import { DEFAULT_INSTRUCTIONS } from './system-prompt.ts';
import { findAgent } from './threads.ts';

/** What a new agent is made of; the fields of Letta's own call, all but the model optional. */
export interface AgentFields {
  readonly name?: string;
  readonly model: string;
  readonly system?: string;
  readonly description?: string;
  readonly metadata?: Record<string, unknown>;
  readonly memory_blocks?: readonly {
    label: string;
    value: string;
    description?: string;
    read_only?: boolean;
    limit?: number;
  }[];
  readonly tool_rules?: readonly { type: string; tool_name: string }[];
  readonly include_base_tools?: boolean;
}

export function agentRoutes(server: Server): Hono {
  const { state } = server;
  const app = new Hono();

  app.post('/', async (c) => {
    const body = await readBody(c.req.raw);
    if (optionalText(body, 'model') === null) {
      throw detail(400, 'INVALID_ARGUMENT: Must specify either model or llm_config in request');
    }
    return c.json(describeAgent(addAgent(server, body as unknown as AgentFields)));
  });

  app.get('/', (c) => {
    const name = c.req.query('name');
    const found = [...state.agents.values()].filter((agent) => name === undefined || agent.name === name).reverse();
    const start = found.findIndex((agent) => agent.id === c.req.query('after')) + 1;
    return c.json(found.slice(start, start + queryNumber(c.req.query('limit'), 'limit', 50)).map(describeAgent));
  });

  app.get('/:id', (c) => c.json(describeAgent(findAgent(server, agentId(c.req.param('id'))))));

  app.delete('/:id', (c) => {
    const id = agentId(c.req.param('id'));
    if (!state.agents.delete(id)) throw notFound('Agent', id);
    for (const [key, conversation] of state.conversations) {
      if (conversation.agent_id === id) state.conversations.delete(key);
    }
    state.changed();
    return c.json({ message: `Agent id=${id} successfully deleted` });
  });

  app.get('/:id/core-memory/blocks', (c) =>
    c.json(findAgent(server, agentId(c.req.param('id'))).blocks.map(describeBlock)),
  );

  app.get('/:id/core-memory/blocks/:label', (c) => {
    const agent = findAgent(server, agentId(c.req.param('id')));
    return c.json(describeBlock(findBlock(agent, c.req.param('label'))));
  });

  app.patch('/:id/core-memory/blocks/:label', async (c) => {
    const block = findBlock(findAgent(server, agentId(c.req.param('id'))), c.req.param('label'));
    block.value = optionalText(await readBody(c.req.raw), 'value') ?? block.value;
    state.changed();
    return c.json(describeBlock(block));
  });

  return app;
}

/** Makes an agent and keeps it. */
export function addAgent(server: Server, fields: AgentFields): Agent {
  const now = server.now();
  const created = timestamp(now);
  const agent: Agent = {
    id: newId('agent'),
    name: fields.name ?? 'agent',
    created_at: created,
    updated_at: created,
    model: fields.model,
    system: fields.system ?? DEFAULT_INSTRUCTIONS,
    description: fields.description ?? null,
    metadata: fields.metadata ?? {},
    tools: fields.include_base_tools === false ? [] : [...AGENT_TOOLS],
    guarded: (fields.tool_rules ?? [])
      .filter((rule) => rule.type === 'requires_approval')
      .map((rule) => rule.tool_name),
    blocks: (fields.memory_blocks ?? []).map(newBlock),
    direct: [],
  };
  agent.direct.push(systemRow(agent, null, now));
  server.state.agents.set(agent.id, agent);
  server.state.changed();
  return agent;
}

function newBlock(fields: NonNullable<AgentFields['memory_blocks']>[number]): Block {
  return {
    id: newId('block'),
    label: fields.label,
    value: fields.value,
    description: fields.description ?? `The ${fields.label} block.`,
    read_only: fields.read_only ?? false,
    limit: fields.limit ?? 100_000,
  };
}

const AGENT_ID = /^agent-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

function agentId(id: string): string {
  if (AGENT_ID.test(id)) return id;
  const msg = "String should match pattern 'agent-{uuid4}'";
  throw invalid({
    type: 'string_pattern_mismatch',
    loc: ['path', 'agent_id'],
    msg,
    input: id,
    ctx: { pattern: AGENT_ID.source },
  });
}

function findBlock(agent: Agent, label: string): Block {
  const block = agent.blocks.find((each) => each.label === label);
  if (!block) throw detail(404, `No block with label '${label}' found for agent '${agent.id}'`);
  return block;
}

function describeBlock(block: Block): Record<string, unknown> {
  const { value, limit, label, read_only, description, id } = block;
  return {
    value,
    limit,
    project_id: null,
    template_name: null,
    is_template: false,
    label,
    read_only,
    description,
    metadata: {},
    hidden: null,
    id,
    created_by_id: null,
    last_updated_by_id: null,
    tags: [],
  };
}

function describeAgent(agent: Agent): Record<string, unknown> {
  const blocks = agent.blocks.map(describeBlock);
  return {
    created_by_id: USER_ID,
    last_updated_by_id: USER_ID,
    created_at: agent.created_at,
    updated_at: agent.updated_at,
    id: agent.id,
    name: agent.name,
    tool_rules: agent.guarded.map((tool_name) => ({ tool_name, type: 'requires_approval', prompt_template: null })),
    message_ids: agent.direct.map(({ id }) => id),
    system: agent.system,
    agent_type: 'letta_v1_agent',
    model: agent.model,
    embedding: null,
    description: agent.description,
    metadata: agent.metadata,
    memory: { agent_type: 'letta_v1_agent', git_enabled: false, blocks, file_blocks: [], prompt_template: '' },
    blocks,
    tools: agent.tools.map((name) => ({ name, tool_type: 'letta_core', source_type: 'python', tags: ['letta_core'] })),
    sources: [],
    tags: [],
  };
}
