/**
 * Holds the engine (`client.ts`) for the outer element: makes it at the first need, keeps it while the element moves in the
 * document, makes a new one when proxy, agent or identity change, and passes its changes on (at most 25 a second, says the client).
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { ChatClient, ChatClientOptions } from '../client.ts';
import { emptySnapshot } from '../core/snapshot.ts';
import type { Snapshot } from '../core/view.ts';
import { eventsOf } from './snapshot-events.ts';
import { report } from './visitor-acts.ts';

/** What there is to show before the engine is needed, or when it cannot be made. */
export const EMPTY = emptySnapshot;

const MISADDRESSED: Snapshot = { ...EMPTY, status: 'failed', problem: { code: 'unreachable' } };

export interface EngineConfig {
  /** As written in the attribute; resolved against the page. */
  readonly proxy: string;
  readonly agent: string | null;
  readonly identity: ChatClientOptions['identity'];
  readonly tools: ChatClientOptions['tools'];
}

export interface EngineOptions {
  readonly config: () => EngineConfig;
  readonly create: (options: ChatClientOptions) => ChatClient;
  /** Called at each change, before the host updates. */
  readonly changed: (now: Snapshot, before: Snapshot) => void;
}

export type EngineHost = ReactiveControllerHost & EventTarget & Pick<Element, 'isConnected' | 'append'>;

export class EngineController implements ReactiveController {
  #host: EngineHost;
  #options: EngineOptions;
  #client: ChatClient | undefined;
  #key = '';
  /** Why there is no engine. */
  #trouble: unknown;
  #identity: ChatClientOptions['identity'];
  #looking = false;

  constructor(host: EngineHost, options: EngineOptions) {
    this.#host = host;
    this.#options = options;
    host.addController(this);
  }

  get snapshot(): Snapshot {
    return this.#client?.snapshot ?? (this.#trouble ? MISADDRESSED : EMPTY);
  }

  /** Whether the chat has been opened: before, nothing is requested and nothing stored. */
  get started(): boolean {
    return this.#key !== '';
  }

  /** The engine, made if need be; `null` when the proxy's address is none. */
  start(): ChatClient | null {
    const config = this.#options.config();
    const key = keyOf(config);
    if (key !== this.#key) this.#renew(config, key);
    else if (config.identity !== this.#identity && this.snapshot.problem?.code === 'identity_refused') this.#begin();
    this.#identity = config.identity;
    return this.#client ?? null;
  }

  /** As `start`, for callers that cannot go on without. */
  require(): ChatClient {
    const client = this.start();
    if (!client) throw this.#trouble;
    return client;
  }

  setAttention(looking: boolean): void {
    if (looking === this.#looking) return;
    this.#looking = looking;
    this.#client?.setAttention(looking);
  }

  hostUpdate(): void {
    if (this.started) this.start();
  }

  hostConnected(): void {
    this.#host.requestUpdate(); // back after having been away: whether an engine is needed is decided anew
  }

  hostDisconnected(): void {
    // Moving an element in the document disconnects and connects it in one task; only who stays away is gone.
    setTimeout(() => {
      if (!this.#host.isConnected) this.#close();
    });
  }

  #renew(config: EngineConfig, key: string): void {
    this.#close();
    this.#key = key;
    try {
      this.#make(config);
      this.#trouble = undefined;
    } catch (error) {
      this.#trouble = error; // `proxy` is no address, which it says
      report(error);
    }
  }

  #make(config: EngineConfig): void {
    const { proxy, agent, tools } = config;
    // A function stands for "whoever is signed in now": a page that makes a new one at each render means the same.
    const identity = typeof config.identity === 'function' ? () => this.#resolveIdentity() : config.identity;
    const client = this.#options.create({
      proxy,
      ...(agent && { agent }),
      ...(identity && { identity }),
      ...(tools && { tools }),
      challenge: async (siteKey) => (await import('./challenge.ts')).solve(this.#host, siteKey),
    });
    this.#client = client;
    client.subscribe((now, before) => this.#changed(client, now, before));
    client.setAttention(this.#looking);
    this.#begin();
    this.#host.requestUpdate();
  }

  /** Where it has begun, nothing; where it could not, because of the identity, once more. */
  #begin(): void {
    this.#client?.start().catch(report);
  }

  async #resolveIdentity(): Promise<string> {
    const { identity } = this.#options.config();
    return typeof identity === 'function' ? identity() : (identity ?? '');
  }

  #close(): void {
    this.#client?.close();
    this.#client = undefined;
    this.#key = '';
  }

  #changed(client: ChatClient, now: Snapshot, before: Snapshot): void {
    if (client !== this.#client) return; // late news of an engine that has been replaced
    for (const event of eventsOf(now, before)) this.#host.dispatchEvent(event);
    this.#options.changed(now, before);
    this.#host.requestUpdate();
  }
}

/** Two configurations with one key mean the same engine. */
const keyOf = ({ proxy, agent, identity }: EngineConfig): string =>
  JSON.stringify([proxy, agent, typeof identity === 'function' || identity]);
