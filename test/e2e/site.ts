/**
 * The place of an end-to-end test: the demo as `npm start` serves it, in front of the simulated Letta or of a real one, and a
 * browser with as many visitors as the test wants. Everything ends with the test.
 */
import type { TestContext } from 'node:test';
import type { BrowserContextOptions } from 'playwright-core';
import { type Demo, type DemoOptions, startDemo } from '../../demo/demo.ts';
import { UNLIMITED } from '../proxy/rig.ts';
import { type Browser, type BrowserContext, launchChromium, type Page } from '../tools/browser.ts';
import { ensureBuilt } from '../tools/build.ts';
import { plain } from './look.ts';
import { visit } from './steps.ts';

/** Without the panel: it would only be in the way. */
export const FRONT = '/?panel=0';

export interface Site {
  readonly demo: Demo;
  /** A new visitor with storage of their own. */
  visitor(options?: BrowserContextOptions): Promise<BrowserContext>;
  /** A page of that visitor, or of a new one, with the chat open. */
  open(path?: string, visitor?: BrowserContext): Promise<Page>;
  /** The conversation as Letta has it: role and text, oldest first. */
  history(conversation: string | null): Promise<[string, string][]>;
  /** How many conversations the agent has. */
  conversations(): Promise<number>;
}

let browser: Promise<Browser> | undefined;

/** Chromium for all tests of a file; node:test runs each file in a process of its own. */
const sharedBrowser = (): Promise<Browser> => {
  browser ??= launchChromium();
  return browser;
};

/** For `after()` of a file that has opened sites. */
export async function closeBrowser(): Promise<void> {
  await (await browser)?.close();
}

export async function openSite(t: TestContext, options: DemoOptions = {}): Promise<Site> {
  ensureBuilt();
  const demo = await startDemo({ port: 0, brain: 'scripted', settings: UNLIMITED, ...options });
  const visitors: BrowserContext[] = [];
  t.after(async () => {
    for (const visitor of visitors) await visitor.close();
    await demo.stop();
  });
  const visitor = async (options?: BrowserContextOptions) => {
    const context = await (await sharedBrowser()).newContext(options);
    visitors.push(context);
    return context;
  };
  const letta = async (path: string) => {
    const response = await demo.letta(path);
    if (!response.ok) throw new Error(`Letta answers ${path} with ${response.status}: ${await response.text()}`);
    return (await response.json()) as Record<string, unknown>[];
  };
  return {
    demo,
    visitor,
    async open(path = FRONT, context) {
      const page = await (context ?? (await visitor())).newPage();
      return visit(page, `${demo.url}${path}`);
    },
    async history(conversation) {
      const messages = await letta(`/v1/conversations/${conversation}/messages?order=asc&limit=200`);
      return messages.flatMap((message) => lineOf(message));
    },
    conversations: async () => (await letta(`/v1/conversations/?agent_id=${demo.agentId}&limit=200`)).length,
  };
}

function lineOf({ message_type, content }: Record<string, unknown>): [string, string][] {
  if (message_type !== 'user_message' && message_type !== 'assistant_message') return [];
  return [[message_type === 'user_message' ? 'user' : 'assistant', plain(textOf(content))]];
}

const textOf = (content: unknown): string =>
  Array.isArray(content) ? content.map((part) => String(part?.text ?? '')).join(' ') : String(content);
