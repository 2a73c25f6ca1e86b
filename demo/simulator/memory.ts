// The tools of the agent itself: they read and write its memory blocks, which all its conversations share.
// The texts of success and failure are those of the real server.
import type { Agent, Block } from './state.ts';

/** A tool's outcome, before it is a message. `error` is the exception's name, for stderr. */
export type ToolOutcome =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly error: string; readonly text: string };

/** The tools that every agent has. */
export const AGENT_TOOLS = ['conversation_search', 'memory_insert', 'memory_replace'] as const;

const READ_ONLY = 'Error This block is read-only and cannot be edited.';

/** Runs one of the agent's tools. `args` is what the model wrote, `{}` when that was no JSON. */
export function runTool(agent: Agent, name: string, args: Record<string, unknown>): ToolOutcome {
  switch (name) {
    case 'memory_insert':
      return withBlock(agent, name, args, ['label', 'new_string'], (block) => insert(block, args));
    case 'memory_replace':
      return withBlock(agent, name, args, ['label', 'old_string', 'new_string'], (block) => replace(block, args));
    case 'conversation_search':
      return { ok: true, text: 'No results found.' };
    default:
      return failed('ToolError', 'Tool not found');
  }
}

function insert(block: Block, args: Record<string, unknown>): ToolOutcome {
  const lines = block.value.split('\n');
  const wanted = Number(args['insert_line'] ?? -1);
  if (wanted < -1 || wanted > lines.length) {
    const range = `the range of lines of the memory block: [0, ${lines.length}]`;
    return failed(
      'ValueError',
      `Invalid \`insert_line\` parameter: ${wanted}. It should be within ${range}, or -1 to append to the end of the memory block.`,
    );
  }
  const at = wanted === -1 ? lines.length : wanted;
  return write(block, [...lines.slice(0, at), String(args['new_string']), ...lines.slice(at)].join('\n'));
}

function replace(block: Block, args: Record<string, unknown>): ToolOutcome {
  const [old, replacement] = [String(args['old_string']), String(args['new_string'])];
  const parts = block.value.split(old);
  if (parts.length === 2) return write(block, parts.join(replacement));
  if (parts.length < 2) {
    const where = `did not appear verbatim in memory block with label \`${block.label}\`.`;
    return failed('ValueError', `No replacement was performed, old_string \`${old}\` ${where}`);
  }
  const lines = block.value.split('\n').flatMap((line, index) => (line.includes(old) ? [index + 1] : []));
  const where = `in lines [${lines.join(', ')}]. Please ensure it is unique.`;
  return failed('ValueError', `No replacement was performed. Multiple occurrences of old_string \`${old}\` ${where}`);
}

function withBlock(
  agent: Agent,
  tool: string,
  args: Record<string, unknown>,
  required: readonly string[],
  use: (block: Block) => ToolOutcome,
): ToolOutcome {
  const absent = required.filter((name) => !(name in args)).map((name) => `'${name}'`);
  if (absent.length > 0) return failed('TypeError', missingArguments(tool, absent));
  const block = agent.blocks.find(({ label }) => label === args['label']);
  if (!block) {
    const labels = agent.blocks.map(({ label }) => label).join(', ');
    return failed('KeyError', `'Block field ${args['label']} does not exist (available sections = ${labels})'`);
  }
  return block.read_only ? failed('ValueError', READ_ONLY) : use(block);
}

function missingArguments(tool: string, absent: readonly string[]): string {
  const list = absent.length < 3 ? absent.join(' and ') : `${absent.slice(0, -1).join(', ')}, and ${absent.at(-1)}`;
  const plural = absent.length === 1 ? 'argument' : 'arguments';
  return `LettaCoreToolExecutor.${tool}() missing ${absent.length} required positional ${plural}: ${list}`;
}

function write(block: Block, value: string): ToolOutcome {
  block.value = value;
  return { ok: true, text: value };
}

function failed(error: string, text: string): ToolOutcome {
  return { ok: false, error, text };
}
