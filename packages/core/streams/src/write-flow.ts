import { wrongArgument } from "@asyncio-ts/loop/lowlevel";
import { checkKnownOptions } from "./options.ts";
import type { BufferedProtocol, Protocol } from "./protocol.ts";
import { protocolFailed } from "./protocol-calls.ts";
import type { Transport } from "./transport.ts";

/** The flow control of a transport: the water marks of its buffered bytes, and whether its protocol was asked to pause writing. */
export class WriteFlow {
  high: number = 64 * 1024;
  low: number = 16 * 1024;
  isPaused = false;

  /**
   * Sets both marks. A missing one follows from the other: `low` is a quarter of `high`.
   *
   * @throws TypeError if a mark is no number
   * @throws RangeError unless `high >= low >= 0`
   */
  setMarks(caller: string, options: { high?: number | undefined; low?: number | undefined }): void {
    checkKnownOptions(caller, options, ["high", "low"]);
    for (const mark of [options.high, options.low]) {
      if (mark !== undefined && typeof mark !== "number") throw wrongArgument(caller, "a number of bytes", mark);
    }
    const high = options.high ?? (options.low === undefined ? 64 * 1024 : 4 * options.low);
    const low = options.low ?? Math.floor(high / 4);
    if (!(high >= low && low >= 0)) {
      throw new RangeError(`${caller}: high >= low >= 0 was expected, got high ${high} and low ${low}`);
    }
    this.high = high;
    this.low = low;
  }

  /** Asks the protocol to pause writing. The caller has found the buffered bytes above the high mark. */
  pause(transport: Transport, protocol: Protocol | BufferedProtocol): void {
    this.isPaused = true;
    try {
      protocol.pauseWriting?.();
    } catch (error) {
      protocolFailed("protocol.pauseWriting() failed", error, transport, protocol);
    }
  }

  /** Asks a protocol that has paused writing to resume. The caller has found the buffered bytes at the low mark or below. */
  resume(transport: Transport, protocol: Protocol | BufferedProtocol): void {
    this.isPaused = false;
    try {
      protocol.resumeWriting?.();
    } catch (error) {
      protocolFailed("protocol.resumeWriting() failed", error, transport, protocol);
    }
  }
}
