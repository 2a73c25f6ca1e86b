/** Runs the page's tools. When they are to run is core's business. */
import type { Approval, ToolCall } from '../../proxy/protocol.ts';
import { declined } from '../core/approvals.ts';

export type Tools = Readonly<Record<string, (args: unknown) => unknown>>;

export async function runTool(tools: Tools, call: ToolCall): Promise<Approval> {
  const tool = Object.hasOwn(tools, call.name ?? '') ? tools[call.name ?? ''] : undefined;
  if (!tool) return declined(call, 'This page has no such tool.');
  const { tool_call_id } = call;
  try {
    const result = await tool(JSON.parse(call.arguments || '{}'));
    const tool_return = typeof result === 'string' ? result : (JSON.stringify(result) ?? '');
    return { type: 'tool', tool_call_id, tool_return, status: 'success' };
  } catch (error) {
    return { type: 'tool', tool_call_id, tool_return: String(error), status: 'error' }; // for the agent to deal with
  }
}
