import type { BackendFactory, QueueOptions } from "bullmq";

/** The options of a `BullMQExecutor`: those of BullMQ's `Queue`, and its own. */
export interface BullMQExecutorOptions extends QueueOptions {
  /** Milliseconds in which Redis has to accept a job; 10,000 by default. The job then fails with a TimeoutError. */
  submitTimeout?: number | undefined;
  /** Milliseconds between two questions to Redis for ends of jobs that no event has told; 1,000 by default. */
  reconcileInterval?: number | undefined;
  /** The length of the queue's event stream; 100,000 by default. All programs that use the queue should say the same. */
  maxEvents?: number | undefined;
  /** Receives errors of the connection; by default the exception handler of the loop gets each kind once in ten seconds. */
  onError?: ((error: Error) => void) | undefined;
  /** A backend of BullMQ other than Redis. It is passed on, and not tested. */
  backend?: BackendFactory<any, any> | undefined;
}

/** The retention of ended jobs, unless a job or the queue has its own. Their results must outlive the reconciler's questions. */
export const RETENTION = {
  removeOnComplete: { age: 600, count: 50_000 },
  removeOnFail: { age: 86_400, count: 5000 },
} as const;
