// The system message of a conversation: instructions and memory blocks. Letta compiles it when the conversation is made and
// keeps it: a later change of a block is seen by new conversations only.
import type { Agent } from './state.ts';

/** The instructions of an agent that was made without any. */
export const DEFAULT_INSTRUCTIONS =
  '<base_instructions>\nYou are a helpful self-improving agent with advanced memory and file system capabilities.\n' +
  'Continue executing and calling tools until the current task is complete or you need user input.\n' +
  'Base instructions complete.\n</base_instructions>';

/** The text for a conversation, or for the agent's own history when `conversationId` is null. */
export function compileSystemPrompt(agent: Agent, conversationId: string | null): string {
  const blocks = agent.blocks.map(
    (block) =>
      `<${block.label}>\n<description>\n${block.description ?? ''}\n</description>\n<metadata>\n` +
      `${block.read_only ? '- read_only=true\n' : ''}- chars_current=${block.value.length}\n` +
      `- chars_limit=${block.limit}\n</metadata>\n<value>\n${block.value}\n</value>\n</${block.label}>\n\n`,
  );
  const about = conversationId ? `- CONVERSATION_ID: ${conversationId}\n` : '';
  return (
    `${agent.system}\n\n<memory_blocks>\nThe following memory blocks are currently engaged in your core memory unit:\n\n` +
    `${blocks.join('')}</memory_blocks>\n\n<memory_metadata>\n- AGENT_ID: ${agent.id}\n${about}</memory_metadata>`
  );
}
