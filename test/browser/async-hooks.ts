/** Stands in for `node:async_hooks` where the proxy runs in a browser: what is kept is not passed on to what is awaited. */
export class AsyncLocalStorage<Store> {
  #store: Store | undefined;

  run<Result>(store: Store, work: () => Result): Result {
    const before = this.#store;
    this.#store = store;
    try {
      return work();
    } finally {
      this.#store = before;
    }
  }

  getStore(): Store | undefined {
    return this.#store;
  }
}
