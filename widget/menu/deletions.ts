/**
 * Deleting with a way back: a conversation is hidden at once, and deleted when the time for undoing is over or the list goes
 * away, whichever is first. A page that dies before has it still listed, unless its last request got through.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** How long it can be undone (milliseconds). */
const TIME = 7000;

export interface Deletion {
  readonly id: string;
  readonly title: string;
  /** Whether it was the open one. */
  readonly open: boolean;
}

export interface DeletionHooks {
  readonly remove: (id: string) => Promise<void>;
  readonly failed: (error: unknown) => void;
}

export class Deletions implements ReactiveController {
  #host: ReactiveControllerHost;
  #hooks: DeletionHooks;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #leaving: AbortController | undefined;
  /** Those whose deletion is on its way. */
  #gone = new Set<string>();
  /** The one that can be brought back. */
  pending: Deletion | null = null;

  constructor(host: ReactiveControllerHost, hooks: DeletionHooks) {
    this.#host = host;
    this.#hooks = hooks;
    host.addController(this);
  }

  hides = (id: string): boolean => this.pending?.id === id || this.#gone.has(id);

  /** The one before it can no longer be brought back. */
  begin(deletion: Deletion): void {
    this.commit();
    this.pending = deletion;
    this.go();
    this.#host.requestUpdate();
  }

  undo(): Deletion | null {
    const { pending } = this;
    this.hold();
    this.pending = null;
    this.#host.requestUpdate();
    return pending;
  }

  /** The time stands still while somebody is about to press. */
  hold = (): void => clearTimeout(this.#timer);

  go = (): void => {
    this.hold();
    if (this.pending) this.#timer = setTimeout(() => this.commit(), TIME);
  };

  commit(): void {
    const id = this.undo()?.id;
    if (id === undefined) return;
    this.#gone.add(id);
    this.#hooks
      .remove(id)
      .catch((error: unknown) => this.#hooks.failed(error))
      .finally(() => {
        this.#gone.delete(id);
        this.#host.requestUpdate();
      });
  }

  hostConnected(): void {
    this.#leaving = new AbortController();
    addEventListener('pagehide', () => this.commit(), { signal: this.#leaving.signal });
  }

  hostDisconnected(): void {
    this.#leaving?.abort();
    this.commit();
  }
}
