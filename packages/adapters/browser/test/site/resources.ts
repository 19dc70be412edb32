// Counts what is open in the page: timers, workers and message ports. Imported before everything else.
const timers = new Set<unknown>();
const workers = new Set<Worker>();
const peers = new Map<MessagePort, MessagePort>();

/** The numbers of what is open. */
export function openResources(): { timers: number; workers: number; ports: number } {
  return { timers: timers.size, workers: workers.size, ports: peers.size };
}

/** The number of workers made so far. */
export let workersMade = 0;

/** The number of timers made so far. */
export let timersMade = 0;

const { setTimeout, clearTimeout, Worker: OwnWorker, MessageChannel: OwnChannel } = globalThis;
const { close } = MessagePort.prototype;

Object.assign(globalThis, {
  setTimeout(callback: () => void, ms?: number) {
    timersMade++;
    const timer = setTimeout(() => {
      timers.delete(timer);
      callback();
    }, ms);
    timers.add(timer);
    return timer;
  },
  clearTimeout(timer: any) {
    timers.delete(timer);
    clearTimeout(timer);
  },
  MessageChannel: class extends OwnChannel {
    constructor() {
      super();
      peers.set(this.port1, this.port2).set(this.port2, this.port1);
    }
  },
  Worker: class extends OwnWorker {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      workers.add(this);
      workersMade++;
      this.addEventListener("message", ({ ports: [port] }) => port && peers.set(port, port));
    }

    override terminate(): void {
      workers.delete(this);
      super.terminate();
    }
  },
});

MessagePort.prototype.close = function () {
  const peer = peers.get(this);
  peers.delete(this);
  if (peer !== undefined) peers.delete(peer);
  close.call(this);
};
