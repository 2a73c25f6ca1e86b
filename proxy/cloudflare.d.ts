/**
 * The few of Cloudflare's types that are used here. The whole of `@cloudflare/workers-types` declares globals of its own,
 * which clash with the browser's that the widget is checked against.
 */
declare module 'cloudflare:workers' {
  export class DurableObject<Env = unknown> {
    protected readonly ctx: DurableObjectState;
    protected readonly env: Env;
    constructor(ctx: DurableObjectState, env: Env);
  }

  export interface DurableObjectState {
    readonly storage: {
      readonly sql: {
        exec(
          statement: string,
          ...values: readonly (string | number | null)[]
        ): {
          toArray(): Record<string, unknown>[];
        };
      };
      transactionSync<Result>(work: () => Result): Result;
      /** Calls the object's `alarm` at that moment (milliseconds since 1970). */
      setAlarm(at: number): Promise<void>;
      getAlarm(): Promise<number | null>;
      deleteAll(): Promise<void>;
    };
  }

  /** A binding to a class of Durable Objects; `Stub` has the class's methods, each answering by a promise. */
  export interface DurableObjectNamespace<Stub> {
    getByName(name: string): Stub;
  }
}
