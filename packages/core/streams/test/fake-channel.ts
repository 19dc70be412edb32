import { type BufferedProtocol, type Protocol, type Transport } from "@asyncio-ts/streams";
import { type Channel, type ChannelEvents, openTransport } from "@asyncio-ts/streams/lowlevel";
import { type Coroutine, getRunningLoop, sleep } from "@asyncio-ts/tasks";
import { text } from "./text.ts";

/** A channel that a test controls: it records the calls, and `events` takes what a host would report. */
export class FakeChannel implements Channel {
  readonly canEnd: boolean;
  readonly calls: string[] = [];
  bufferedBytes = 0;
  events!: ChannelEvents;

  constructor({ canEnd = true } = {}) {
    this.canEnd = canEnd;
  }

  start(events: ChannelEvents): void {
    this.calls.push("start");
    this.events = events;
  }

  write(data: Uint8Array): void {
    this.calls.push(`write ${text(data)}`);
    this.bufferedBytes += data.length;
  }

  end(): void {
    this.calls.push("end");
  }

  pause(): void {
    this.calls.push("pause");
  }

  resume(): void {
    this.calls.push("resume");
  }

  destroy(): void {
    this.calls.push("destroy");
  }

  getExtraInfo(name: string): unknown {
    return name === "peername" ? ["127.0.0.1", 7000] : undefined;
  }

  /** Sends all but `left` of the buffered bytes. */
  drain(left = 0): void {
    this.bufferedBytes = left;
    this.events.drained();
  }
}

/** A protocol that records its calls. */
export class Recorder implements Protocol {
  readonly calls: string[] = [];
  keepsOpen = true;

  connectionMade(): void {
    this.calls.push("made");
  }

  dataReceived(data: Uint8Array): void {
    this.calls.push(`data ${text(data)}`);
  }

  eofReceived(): boolean {
    this.calls.push("eof");
    return this.keepsOpen;
  }

  connectionLost(error: Error | null): void {
    this.calls.push(`lost ${error?.message ?? null}`);
  }

  pauseWriting(): void {
    this.calls.push("pause");
  }

  resumeWriting(): void {
    this.calls.push("resume");
  }
}

/** A connection: a transport that has called `connectionMade`, its protocol and its channel. */
export interface Fake<P> {
  readonly transport: Transport;
  readonly protocol: P;
  readonly channel: FakeChannel;
}

/** Opens a transport on a fake channel. */
export function* opened<P extends Protocol | BufferedProtocol>(protocol: P, channel = new FakeChannel()): Coroutine<Fake<P>> {
  const transport = openTransport(getRunningLoop(), channel, protocol);
  yield* sleep(0);
  return { transport, protocol, channel };
}

/** Replaces the exception handler of the running loop. Returns the messages and the exceptions that it receives. */
export function reported(): [message: string, exception: unknown][] {
  const reports: [message: string, exception: unknown][] = [];
  getRunningLoop().setExceptionHandler((_, { message, exception }) => reports.push([message, exception]));
  return reports;
}
