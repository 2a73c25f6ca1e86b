/**
 * A TCP relay that breaks one connection in a planned way: it sits between client and proxy, or between proxy and Letta,
 * passes the bytes through and, for the exchange that the plan picks, breaks the answer (faulty-answer.ts).
 * It knows no more of HTTP than where a body begins (messages.ts); what should follow is the suites' business.
 */
import { connect, createServer, type Server, type Socket } from 'node:net';
import { answerInstead, type Exchange, type Fault, hangUp, relaySegment, type Turn } from './faulty-answer.ts';
import { createMessageReader } from './messages.ts';

export interface RelayOptions {
  readonly host?: string;
  readonly port: number;
  /** Asked once for every request, before anything of it is passed on. Default: no fault. */
  readonly plan?: Plan;
  /** Keep the bodies of the answers. Default false. */
  readonly record?: boolean;
}

export type Plan = (exchange: Exchange, nth: number) => Fault | undefined;

export interface Relay {
  /** `http://127.0.0.1:PORT`, the same through `refuse` and `accept`. */
  readonly url: string;
  /** Every exchange since the last `reset`, oldest first. */
  readonly exchanges: readonly Exchange[];
  /** Forgets the exchanges, drops what is open and takes a new plan. */
  reset(plan?: Plan): void;
  /** Sends everything to another port from now on (the server was restarted). */
  retarget(port: number): void;
  /** Resets every open connection. */
  drop(): void;
  /** Stops listening, as a machine does that is down; open connections are reset. */
  refuse(): Promise<void>;
  accept(): Promise<void>;
  /** How many sockets are open on both sides. */
  readonly sockets: number;
  close(): Promise<void>;
}

export async function createRelay(options: RelayOptions): Promise<Relay> {
  const { host = '127.0.0.1', record = false } = options;
  let { port, plan = noFault } = options;
  let exchanges: Exchange[] = [];
  const sockets = new Set<Socket>();
  const track = (socket: Socket) => {
    sockets.add(socket.setNoDelay(true));
    socket.on('error', () => socket.destroy()); // resets are what a relay of faults is for
    socket.on('close', () => sockets.delete(socket));
    return socket;
  };

  const accept = (client: Socket) =>
    void relayConnection(track(client), {
      record,
      open: () => track(connect({ host, port })),
      begin(exchange) {
        exchanges.push(exchange);
        return plan(exchange, exchanges.length - 1);
      },
    });
  const server = createServer(accept);
  const ownPort = await listen(server, 0);
  const drop = () => {
    for (const socket of sockets) socket.resetAndDestroy();
  };

  return {
    url: `http://127.0.0.1:${ownPort}`,
    get exchanges() {
      return exchanges;
    },
    get sockets() {
      return sockets.size;
    },
    reset(next = noFault) {
      drop();
      exchanges = [];
      plan = next;
    },
    retarget(next) {
      port = next;
    },
    drop,
    refuse: () => shut(server, drop),
    accept: async () => void (await listen(server, ownPort)),
    close: () => shut(server, drop),
  };
}

const noFault = () => undefined;

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}

function shut(server: Server, drop: () => void): Promise<void> {
  return new Promise((resolve) => {
    if (!server.listening) return resolve();
    server.close(() => resolve());
    drop();
  });
}

interface ConnectionPorts {
  readonly record: boolean;
  open(): Socket;
  begin(exchange: Exchange): Fault | undefined;
}

/** One connection of the client: its requests one after the other, each with its own fault. */
async function relayConnection(client: Socket, { record, open, begin }: ConnectionPorts): Promise<void> {
  const reader = createMessageReader('request');
  const turns: Turn[] = [];
  let upstream: Socket | undefined;
  let turn: Turn | undefined;

  const server = (): Socket => {
    upstream ??= open();
    const opened = upstream;
    client.once('close', () => opened.destroy());
    void relayAnswers(opened, client, turns, record);
    return opened;
  };

  client.on('data', (bytes: Buffer) => {
    for (const segment of reader.read(bytes)) {
      if (segment.kind === 'head') {
        const exchange = exchangeOf(segment.bytes);
        turn = { exchange, fault: begin(exchange) };
        const { fault } = turn;
        if (fault?.kind === 'refuse') return void hangUp(client, turn, 'reset');
        if (fault?.kind === 'answer' && !fault.forward) return void answerInstead(client, turn, fault);
        turns.push(turn);
        upstream ??= server();
      }
      upstream?.write(segment.bytes);
    }
  });
  client.on('end', () => upstream?.end());
}

function exchangeOf(head: Buffer): Exchange {
  const [method = '', path = ''] = head.toString('latin1', 0, head.indexOf('\r\n')).split(' ');
  return { method, path, status: 0, received: 0, body: [], faulted: false, done: false };
}

/** Reads the server's answers and passes them on; `for await` stops reading while the client does not take them. */
async function relayAnswers(server: Socket, client: Socket, turns: Turn[], record: boolean): Promise<void> {
  const reader = createMessageReader('response', () => turns[0]?.exchange.method === 'HEAD');
  try {
    for await (const bytes of server) {
      for (const segment of reader.read(bytes as Buffer)) {
        const turn = turns[0];
        if (!turn) break;
        if (!(await relaySegment(segment, turn, client, record))) return;
        if (segment.last) {
          turn.exchange.done = true;
          turns.shift();
        }
      }
    }
    client.end();
  } catch {
    client.resetAndDestroy(); // the server broke the line: so does the relay
  } finally {
    server.destroy();
    for (const { exchange } of turns) exchange.done = true;
  }
}
