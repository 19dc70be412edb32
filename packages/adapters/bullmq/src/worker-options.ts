import type { BackendFactory, WorkerOptions } from "bullmq";

/** The options of `serveJobs`: those of BullMQ's `Worker`, such as `concurrency` and `limiter`, and its own. */
export interface JobWorkerOptions extends Omit<
  WorkerOptions,
  "autorun" | "blockingConnection" | "useWorkerThreads" | "workerForkOptions" | "workerThreadsOptions"
> {
  /** Milliseconds that jobs get to end after `close` or a signal; 10,000 by default. Then they are cancelled, and another worker takes them. */
  grace?: number | undefined;
  /** The most bytes of a result as JSON; 1,048,576 by default. A larger one fails its job. */
  maxResultBytes?: number | undefined;
  /** The length of the queue's event stream, unless it is set already; 100,000 by default. */
  maxEvents?: number | undefined;
  /** The signals that close the worker; only SIGTERM by default. A second one has its usual effect. */
  signals?: readonly ("SIGTERM" | "SIGINT" | "SIGHUP" | "SIGQUIT" | "SIGUSR2")[] | undefined;
  /** Receives errors of the connection; by default the exception handler of the loop gets each kind once in ten seconds. */
  onError?: ((error: Error) => void) | undefined;
  /** A backend of BullMQ other than Redis. It is passed on, and not tested. */
  backend?: BackendFactory<any, any> | undefined;
}
