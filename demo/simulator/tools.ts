// Between the model and the tools: the arguments that it wrote, the result as the history keeps it and as the model reads it.
import { runTool } from './memory.ts';
import type { ToolCall, ToolResult } from './messages.ts';
import type { Agent } from './state.ts';

/** Runs a call of one of the agent's own tools. */
export function runToolCall(agent: Agent, call: ToolCall): ToolResult {
  const outcome = runTool(agent, call.name, parseArguments(call.arguments));
  const { tool_call_id } = call;
  if (outcome.ok) return { tool_return: outcome.text, status: 'success', tool_call_id, stderr: null };
  const stderr = [`Error executing function ${call.name}: ${outcome.error}: ${outcome.text}`];
  return { tool_return: outcome.text, status: 'error', tool_call_id, stderr };
}

/** The arguments as an object; what is no JSON object counts as none, as on the real server. */
export function parseArguments(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

/** A result in the wrapping in which the model reads it. */
export function packResult(result: ToolResult, now: number): string {
  const status = result.status === 'success' ? 'OK' : 'Failed';
  return JSON.stringify({ status, message: result.tool_return, time: spokenTime(now) }, null, 2);
}

/** `2026-11-22 05:22:33 PM UTC+0000` */
function spokenTime(now: number): string {
  const [date, time] = new Date(now).toISOString().split(/[T.]/) as [string, string];
  const hours = Number(time.slice(0, 2));
  const twelve = String(hours % 12 || 12).padStart(2, '0');
  return `${date} ${twelve}${time.slice(2)} ${hours < 12 ? 'AM' : 'PM'} UTC+0000`;
}
