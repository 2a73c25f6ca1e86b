/**
 * A talk at the terminal: takes line after line, sends what is said, has commands carried out. One client for the agent that
 * is talked to; another agent is another client over the same storage, so that the visitor stays the same.
 */
import { type Agent, type Backend, type ChatClient, createChatClient, RequestError } from '../../widget/client.ts';
import { COMMANDS, type Seat } from './commands.ts';
import { UsageError } from './options.ts';
import { followReply, isOver } from './reply.ts';
import { sentenceFor, sentenceOn } from './sentences.ts';
import type { Terminal } from './terminal.ts';

export interface ChatOptions {
  readonly proxy: string;
  readonly agent: string | undefined;
  readonly identity: string | undefined;
  readonly storage: Backend;
  readonly terminal: Terminal;
  /** How long a pipe waits for a proxy that does not answer (milliseconds). Default 30,000; at a terminal somebody decides. */
  readonly patience?: number;
}

export interface Chat {
  /** Resolves with the exit code when the person leaves or no more lines come. @throws {UsageError | RequestError} */
  run(): Promise<number>;
}

export function createChat(options: ChatOptions): Chat {
  const { proxy, agent: wanted, identity, storage, terminal, patience = 30_000 } = options;
  const connect = (agent: string | undefined): ChatClient =>
    createChatClient({ proxy, agent, identity, ports: { storage, tabs: () => null } });
  let client = connect(undefined);
  let agent: Agent = { name: '', title: '', description: '' };
  let replying = false;
  let asked = false;
  let leave: () => void = terminal.close;

  const seat: Seat = {
    terminal,
    listed: [],
    more: null,
    get client() {
      return client;
    },
    get agent() {
      return agent;
    },
    follow,
    async sitDownWith(next) {
      sitDownWith(next);
      await begin();
    },
  };

  /** By its name also when it is the default: what is kept is kept by that. */
  function sitDownWith(next: Agent): void {
    client.close();
    client = connect(next.name);
    agent = next;
  }

  /** Writes the reply until it ends; Ctrl+C stops it, and once more leaves it. */
  async function follow(): Promise<void> {
    const left = new Promise<'left'>((resolve) => {
      leave = () => resolve('left');
    });
    replying = true;
    asked = false;
    const outcome = await Promise.race([followReply(client, terminal, patience), left]);
    replying = false;
    leave = terminal.close;
    terminal.freshLine();
    if (outcome === 'stopped') terminal.say(terminal.soft('Stopped.'));
    if (outcome === 'failed') terminal.say(failure());
    if (outcome === 'left' || outcome === 'gave up') throw new Left();
  }

  function failure(): string {
    const problem = client.snapshot.messages.findLast((message) => message.problem)?.problem;
    return `${problem ? sentenceFor(problem) : 'This did not arrive.'} /retry sends it again.`;
  }

  function stop(): void {
    if (asked) leave();
    else void client.stop();
    asked = true;
  }

  terminal.watch({
    interrupted: () => (replying ? stop() : leave()),
    came(line) {
      if (!replying || line.trim() !== '/stop') return false;
      void client.stop();
      return true;
    },
  });

  /** Goes on with what was under way when the program ended last. */
  async function begin(): Promise<void> {
    await client.start();
    if (!isOver(client.snapshot)) await follow();
  }

  async function findAgent(): Promise<Agent> {
    const agents = await client.listAgents().catch((error: unknown) => {
      const gone = error instanceof RequestError && /^(offline|unreachable)$/.test(error.failure.code);
      throw gone ? new UsageError(`No letta-chat proxy answers at ${proxy}. Is the address right?`) : error;
    });
    const found = wanted === undefined ? agents[0] : agents.find(({ name }) => name === wanted);
    if (found) return found;
    const names = agents.map(({ name }) => name).join(', ');
    throw new UsageError(`There is no agent "${wanted}" at ${proxy}. It has: ${names}.`);
  }

  async function say(text: string): Promise<void> {
    await client.send(text);
    await follow();
  }

  /** Whether the talk goes on. */
  async function take(line: string): Promise<boolean> {
    const [, name = '', argument = ''] = /^\/(\S*)\s*(.*)$/s.exec(line) ?? [];
    if (line.trim() === '') return true;
    if (!line.startsWith('/')) await say(line);
    else if (name.startsWith('/')) await say(line.slice(1));
    else if (/^(quit|exit|q)$/.test(name)) return false;
    else if (!Object.hasOwn(COMMANDS, name))
      terminal.say(`There is no command /${name}. /help lists them; //… says it.`);
    else await COMMANDS[name]?.run(seat, argument.trim());
    return true;
  }

  /** What a request came to is said, and the talk goes on. */
  async function taken(line: string): Promise<boolean> {
    try {
      return await take(line);
    } catch (error) {
      const sentence = sentenceOn(error);
      if (sentence === null) throw error;
      terminal.say(sentence);
      return true;
    }
  }

  /** What was typed and has not arrived. */
  function unsent(): string[] {
    const waiting = client.snapshot.messages.filter(({ state }) => state === 'queued' || state === 'sending');
    return [...waiting.map(({ text }) => text), ...terminal.left()];
  }

  async function talk(): Promise<void> {
    await begin();
    for (let line = await terminal.next(); line !== null; line = await terminal.next()) {
      if (!(await taken(line))) return;
    }
  }

  return {
    async run() {
      try {
        sitDownWith(await findAgent());
        terminal.say(`${agent.title} at ${proxy}. /help lists the commands.`);
        await talk();
        return 0;
      } catch (error) {
        if (!(error instanceof Left)) throw error;
        for (const text of unsent()) terminal.say(`Not sent: ${text}`);
        return 1;
      } finally {
        client.close();
        terminal.close();
      }
    },
  };
}

/** The person, or the program, waits no longer for a reply. */
class Left extends Error {}
