import type { Channel, ChannelEvents } from "@asyncio-ts/streams/lowlevel";
import { latin1, bytesOf } from "./latin1.ts";

/** A scripted peer, and the buffers of the system between both ends. To the transport it is the channel. */
export class Peer implements Channel {
  readonly canEnd = true;
  #events: ChannelEvents | null = null;
  /** Whether the transport is told of bytes that arrive. */
  #isReading = false;
  #inbox = "";
  #hasEnded = false;
  #endWasRead = false;
  #error: Error | null = null;
  #granted = 0;
  #room = 0;
  #unsent = "";
  #isEnding = false;
  #isDestroyed = false;
  #isOver = false;
  received = "";
  sawEnd = false;

  // What the program does.

  sendBytes(data: string): void {
    if (!this.#hasEnded) this.#inbox += data;
  }

  endSending(): void {
    this.#hasEnded = true;
  }

  reset(): void {
    this.#error = Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" });
    this.#inbox = "";
  }

  accept(bytes: number): void {
    this.#granted += bytes;
  }

  get isClosed(): boolean {
    return this.#isDestroyed;
  }

  /** Reports one event. Returns false if there is none. */
  report(): boolean {
    // The system moves bytes between the steps of the loop only.
    this.#room += this.#granted;
    this.#granted = 0;
    if (this.#events === null || this.#isOver) return false;
    if (this.#isDestroyed) this.#close(null);
    else if (this.#error !== null && (this.#isReading || this.#unsent !== "")) this.#close(this.#error);
    else if (this.#room > 0 && this.#unsent !== "") {
      this.#send();
      this.#events.drained();
    } else if (this.#isReading && this.#inbox !== "") {
      const data = bytesOf(this.#inbox);
      this.#inbox = "";
      this.#events.data(data);
    } else if (this.#isReading && this.#hasEnded && !this.#endWasRead) {
      this.#endWasRead = true;
      this.#isReading = false;
      this.#events.ended();
    } else return false;
    return true;
  }

  #close(error: Error | null): void {
    this.destroy();
    this.#isOver = true;
    this.#events!.closed(error);
  }

  #send(): void {
    const sent = this.#error === null ? this.#unsent.slice(0, this.#room) : "";
    this.#room -= sent.length;
    this.received += sent;
    this.#unsent = this.#unsent.slice(sent.length);
    if (this.#isEnding && this.#unsent === "") this.sawEnd = true;
  }

  // What the transport calls.

  get bufferedBytes(): number {
    return this.#unsent.length;
  }

  start(events: ChannelEvents): void {
    this.#events = events;
    this.#isReading = true;
  }

  write(data: Uint8Array): void {
    const isWaiting = this.#unsent !== "";
    this.#unsent += latin1(data);
    if (!isWaiting) this.#send();
  }

  end(): void {
    this.#isEnding = true;
    if (this.#unsent === "") this.sawEnd = true;
  }

  pause(): void {
    this.#isReading = false;
  }

  resume(): void {
    this.#isReading = true;
  }

  destroy(): void {
    this.#isDestroyed = this.sawEnd = true;
    this.#unsent = "";
  }

  getExtraInfo(): undefined {
    return undefined;
  }
}
