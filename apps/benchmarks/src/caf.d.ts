// caf has no declarations of its own: these are for the parts that the workloads use.
declare module "caf" {
  /** Cancels the functions that were called with it. */
  export class CancelToken {
    readonly signal: AbortSignal;
    abort(reason?: unknown): void;
    discard(): void;
  }

  export interface Caf {
    /** Wraps a generator function. The function that it returns takes a token or a signal first. */
    <A extends unknown[], T>(
      generatorFn: (signal: AbortSignal, ...args: A) => Generator<unknown, T, any>,
    ): (token: CancelToken | AbortSignal, ...args: A) => Promise<T>;
    readonly cancelToken: typeof CancelToken;
    delay(signal: AbortSignal, ms: number): Promise<string>;
    timeout(ms: number, message?: string): CancelToken;
  }

  export const CAF: Caf;
}
