import type { Channel, DatagramChannel } from "@asyncio-ts/streams/lowlevel";
import { encodeThrown } from "@asyncio-ts/promise/lowlevel";
import type { Emit, HeldObject } from "./held-object.ts";
import { sendableBytes } from "./sendable-bytes.ts";

/** Returns the methods of a connection for the blocked thread. @param emit sends its events */
export function heldChannel(channel: Channel, emit: Emit): HeldObject {
  let received = 0;
  const sent = () => received - channel.bufferedBytes;
  return {
    start: () =>
      channel.start({
        data(bytes) {
          const { bytes: own, transfer } = sendableBytes(bytes, true);
          emit("data", [own], transfer);
        },
        ended: () => emit("ended", []),
        drained: () => emit("drained", [sent()]),
        closed: (error) => emit("closed", [encodeClosed(error)]),
      }),
    write(bytes: Uint8Array) {
      received += bytes.byteLength;
      channel.write(bytes);
    },
    end: () => channel.end(),
    pause: () => channel.pause(),
    resume: () => channel.resume(),
    destroy: () => channel.destroy(),
  };
}

/** Returns the methods of a datagram socket for the blocked thread. @param emit sends its events */
export function heldDatagramChannel(channel: DatagramChannel, emit: Emit): HeldObject {
  let received = 0;
  return {
    start: () =>
      channel.start({
        message(bytes, address) {
          const { bytes: own, transfer } = sendableBytes(bytes, true);
          emit("message", [own, address], transfer);
        },
        failed: (error) => emit("failed", [encodeClosed(error)]),
        drained: () => emit("drained", [received - channel.bufferedBytes]),
        closed: (error) => emit("closed", [encodeClosed(error)]),
      }),
    send(bytes: Uint8Array, address) {
      received += bytes.byteLength;
      channel.send(bytes, address);
    },
    close: () => channel.close(),
  };
}

function encodeClosed(error: Error | null): unknown {
  return error && encodeThrown(error, (value) => typeof value !== "object" && typeof value !== "function");
}
