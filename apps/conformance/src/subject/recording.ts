import type { Protocol, Transport } from "@asyncio-ts/streams";
import { latin1 } from "./latin1.ts";
import type { World } from "./world.ts";

/** Creates a transport that only records the calls of a reader and a writer. */
export function recordingTransport(world: World): Transport {
  const record = (call: string, ...values: unknown[]) => world.record("transport", call, ...values);
  let isClosing = false;
  const transport: Partial<Transport> = {
    pauseReading: () => record("pauseReading"),
    resumeReading: () => record("resumeReading"),
    write: (data) => record("write", latin1(data as Uint8Array)),
    writeLines: (parts) =>
      record(
        "writeLines",
        Array.from(parts, (part) => latin1(part as Uint8Array)),
      ),
    writeEof: () => record("writeEof"),
    close() {
      isClosing = true;
      record("close");
    },
    abort() {
      isClosing = true;
      record("abort");
    },
    isClosing: () => isClosing,
  };
  return transport as Transport;
}

/** Creates a protocol that records its calls. */
export function recordingProtocol(world: World, keepsOpen: boolean): Protocol {
  const record = (call: string, ...values: unknown[]) => world.record("protocol", call, ...values);
  return {
    dataReceived: (data) => record("dataReceived", latin1(data)),
    eofReceived() {
      record("eofReceived");
      return keepsOpen;
    },
    pauseWriting: () => record("pauseWriting"),
    resumeWriting: () => record("resumeWriting"),
    connectionLost: (error) => record("connectionLost", world.describe(error)),
  };
}
