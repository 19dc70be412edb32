import { type BackendFactory, Queue, QueueEvents, QueueEventsProducer, type QueueEventsProducerOptions, type QueueOptions } from "bullmq";
import { closeWithin } from "./close-within.ts";
import type { ErrorReports } from "./error-reports.ts";
import { cancelStreamOf, type JobData } from "./job.ts";

/** Milliseconds for the end of each connection. */
const CLOSING = 2000;

/** The most cancellations in the stream of a queue. Workers that fall further behind get them from the reconciler. */
const MOST_CANCELS = 10_000;

/** The connections of an executor to its queue: commands, events, and cancellations once there is one. */
export class QueueLink {
  readonly queue: Queue;
  readonly errors: ErrorReports;
  /** Settles when Redis has answered and no later event will be missed. Never rejects before the link is closed. */
  readonly ready: Promise<void>;
  readonly #streamOptions: QueueEventsProducerOptions;
  readonly #backend: BackendFactory<any, any> | undefined;
  readonly #maxEvents: number;
  readonly #events: QueueEvents;
  #cancels: QueueEventsProducer | null = null;
  isClosed = false;

  /** @param listen subscribes to the events, before they are read */
  constructor(
    name: string,
    options: QueueOptions & { maxEvents: number; backend?: BackendFactory<any, any> | undefined },
    errors: ErrorReports,
    listen: (events: QueueEvents) => void,
  ) {
    const { maxEvents, backend, ...rest } = options;
    this.errors = errors;
    const queueOptions = { streams: { events: { maxLen: maxEvents } }, ...rest, connection: patient(rest.connection) };
    this.#backend = backend;
    this.#maxEvents = maxEvents;
    const { connection, prefix } = queueOptions;
    this.#streamOptions = { connection, ...(prefix === undefined ? {} : { prefix }) };
    this.queue = new Queue(name, queueOptions, backend as undefined);
    errors.listen(this.queue);
    this.#events = new QueueEvents(name, { ...this.#streamOptions, autorun: false }, backend as undefined);
    errors.listen(this.#events);
    listen(this.#events);
    this.ready = this.#read();
    this.ready.catch(() => {});
  }

  /** Asks for the end of many jobs at once. The answer is BullMQ's: `[0]` unfinished, `[1, result]`, `[2, reason]`, `[-1]` missing. */
  ends(ids: readonly string[]): Promise<[status: number, value?: string | null][]> {
    const backend = this.queue.getBackend();
    return Promise.all(ids.map((id) => backend.isFinished(id, true) as Promise<[number, string?]>));
  }

  /** Returns the data of a job; undefined if Redis does not have it. */
  async dataOf(id: string): Promise<JobData | undefined> {
    const stored = await this.queue.getBackend().getJobData(id);
    return stored?.data === undefined ? undefined : (JSON.parse(stored.data) as JobData);
  }

  /** Tells all workers to cancel a job. */
  async publishCancel(id: string): Promise<void> {
    if (this.#cancels === null) {
      this.#cancels = new QueueEventsProducer(cancelStreamOf(this.queue.name), this.#streamOptions, this.#backend as undefined);
      this.errors.listen(this.#cancels);
    }
    await this.#cancels.publishEvent({ eventName: "cancel", target: id }, MOST_CANCELS);
  }

  async close(): Promise<void> {
    this.isClosed = true;
    this.errors.mute();
    const targets = [this.queue, this.#events, ...(this.#cancels === null ? [] : [this.#cancels])];
    await Promise.all(targets.map((target) => closeWithin(CLOSING, target)));
  }

  /** Reads events from the present end of the stream on. "The end" by name would miss those before the first read. */
  async #read(): Promise<void> {
    await Promise.all([this.queue.waitUntilReady(), this.#events.waitUntilReady()]);
    const lastEventId = await this.queue.getBackend().publishEvent({ event: "listening" }, this.#maxEvents);
    Object.assign(this.#events.opts, { lastEventId });
    if (!this.isClosed) this.#events.run().catch(this.errors.report);
  }
}

/** Lets commands wait for the end of an outage: the executor has a deadline of its own. */
function patient(connection: QueueOptions["connection"]): QueueOptions["connection"] {
  // A backend of its own may take something else.
  if (typeof connection !== "object" || connection === null) return connection;
  const isClient = typeof (connection as { connect?: unknown }).connect === "function";
  return isClient ? connection : { ...connection, maxRetriesPerRequest: null };
}
