import {
  createConnection,
  createDatagramEndpoint,
  createServer,
  getaddrinfo,
  getnameinfo,
  IncompleteReadError,
  LimitOverrunError,
  openConnection,
  openUnixConnection,
  startServer,
  startTls,
  startUnixServer,
  StreamReader,
  StreamReaderProtocol,
  StreamWriter,
} from "@asyncio-ts/streams";
import { installNetwork } from "@asyncio-ts/streams/lowlevel";
import { getRunningLoop } from "@asyncio-ts/tasks";
import type { Coroutine } from "@asyncio-ts/tasks";
import { test } from "@asyncio-ts/testing/vitest";
import { thrown } from "@asyncio-ts/test-helpers/thrown";
import { expect, test as plain } from "vitest";
import { opened } from "./fake-channel.ts";
import { useMemoryNetwork } from "./memory-network.ts";

const none = () => ({});
const handler = () => {};
const no = undefined as never;

const refused: [text: string, call: () => Coroutine<unknown>][] = [
  ["TypeError: openConnection: a host name or an address, as a string was expected, got 5", () => openConnection(5 as never, 80)],
  ['TypeError: openConnection: a port number was expected, got "80"', () => openConnection("host", "80" as never)],
  ["RangeError: openConnection: a port from 0 to 65535 was expected, got 65536", () => openConnection("host", 65_536)],
  ["RangeError: createConnection: a port from 0 to 65535 was expected, got -1", () => createConnection(none, "host", -1)],
  ["RangeError: createServer: a port from 0 to 65535 was expected, got 1.5", () => createServer(none, "host", 1.5)],
  ["RangeError: StreamReader: a limit above 0 was expected, got 0", () => openConnection("host", 80, { limit: 0 })],
  ["RangeError: startServer: a limit above 0 was expected, got -1", () => startServer(handler, "host", 80, { limit: -1 })],
  ['TypeError: startUnixServer: a limit in bytes was expected, got "1"', () => startUnixServer(handler, "/s", { limit: "1" as never })],
  [
    'TypeError: openConnection: unknown option "ssl"; there are tls, serverHostname, localAddr, family, happyEyeballsDelay',
    () => openConnection("host", 80, { ssl: true } as never),
  ],
  [
    'TypeError: startServer: unknown option "host"; there are tls, backlog, startServing, family, reusePort',
    () => startServer(handler, "host", 80, { host: "a" } as never),
  ],
  ["TypeError: openUnixConnection: an object of options was expected, got null", () => openUnixConnection("/s", null as never)],
  ['TypeError: openUnixConnection: the path of a Unix socket was expected, got ""', () => openUnixConnection("")],
  [
    "TypeError: createConnection: a plain function that returns a protocol was expected, got an object of class Object",
    () => createConnection({} as never, "h", 1),
  ],
  [
    "TypeError: createServer: a plain function that returns a protocol was expected, got async function",
    () => createServer((async () => ({})) as never, "h", 1),
  ],
  [
    "TypeError: startServer: a function* or a plain function (reader, writer) was expected, got async function",
    () => startServer((async () => {}) as never, "h", 1),
  ],
  ["TypeError: createServer: a host, several, or null for every interface was expected, got undefined", () => createServer(none, no, 1)],
  ["TypeError: createServer: a host name or an address, as a string was expected, got 5", () => createServer(none, ["a", 5] as never, 1)],
  ["TypeError: openConnection: family: 4 or 6 was expected, got 5", () => openConnection("h", 1, { family: 5 as never })],
  ['TypeError: openConnection: localAddr: [host, port] was expected, got "h"', () => openConnection("h", 1, { localAddr: "h" as never })],
  [
    "TypeError: openConnection: happyEyeballsDelay: a number of milliseconds or null was expected, got NaN",
    () => openConnection("h", 1, { happyEyeballsDelay: Number.NaN }),
  ],
  ["TypeError: openConnection: serverHostname is only meaningful with tls", () => openConnection("h", 1, { serverHostname: "h" })],
  ["TypeError: openUnixConnection: serverHostname: a host name, as a string was expected", () => openUnixConnection("/s", { tls: true })],
  [
    "TypeError: createServer: tls: a server needs the host's options, such as key and cert; got true",
    () => createServer(none, "h", 1, { tls: true as never }),
  ],
  ["TypeError: startTls: a Transport was expected, got an object of class Object", () => startTls({} as never, {}, { tls: true })],
  ['TypeError: getaddrinfo: unknown option "type"; there are family', () => getaddrinfo("h", 1, { type: 1 } as never)],
  ['TypeError: getnameinfo: an address [host, port] was expected, got "h"', () => getnameinfo("h" as never)],
  [
    "TypeError: createDatagramEndpoint: remoteAddr: [host, port] was expected, got 5",
    () => createDatagramEndpoint(none, { remoteAddr: 5 as never }),
  ],
];

test.each(refused)("%s", function* (text, call) {
  const network = useMemoryNetwork();
  // Nothing is opened, because the network is not asked for anything.
  for (const method of ["connect", "listen", "getaddrinfo", "connectUnix", "listenUnix", "openDatagram"] as const) {
    network[method] = () => {
      throw new Error(`${method} was called`);
    };
  }
  expect(String(yield* thrown(call()))).toContain(text);
});

test("without a network, the error names the import", function* () {
  const message = 'openConnection: there is no network; on Node, write `import "@asyncio-ts/node"`';
  expect(yield* thrown(openConnection("localhost", 80))).toEqual(new Error(message));
  expect(yield* thrown(getaddrinfo("localhost", 80))).toMatchObject({ message: message.replace("openConnection", "getaddrinfo") });
});

test("startTls() needs options, and an open transport", function* () {
  useMemoryNetwork();
  const { transport } = yield* opened({});
  expect(String(yield* thrown(startTls(transport, {}, {} as never)))).toContain("startTls: tls: true or the host's options was expected");
  expect(String(yield* thrown(startTls(transport, no, { tls: true })))).toContain("startTls: a protocol was expected, got undefined");
  transport.close();
  expect(String(yield* thrown(startTls(transport, {}, { tls: true })))).toContain("startTls: an open transport was expected");
});

test("constructors refuse what they cannot use", function* () {
  const { transport } = yield* opened({});
  expect(() => new StreamReader({ loops: getRunningLoop() } as never)).toThrow(
    'StreamReader: unknown option "loops"; there are limit, loop',
  );
  expect(() => new StreamReader({ loop: {} as never })).toThrow("StreamReader: an event loop was expected");
  expect(() => new StreamReaderProtocol({} as never)).toThrow(
    "StreamReaderProtocol: a StreamReader was expected, got an object of class Object",
  );
  expect(() => new StreamReaderProtocol(new StreamReader(), 5 as never)).toThrow("StreamReaderProtocol: a function* or a plain function");
  expect(() => new StreamWriter(no, {} as never)).toThrow("StreamWriter: a transport was expected, got undefined");
  expect(() => new StreamWriter(transport, {} as never)).toThrow(
    "StreamWriter: a StreamReaderProtocol was expected, got an object of class Object",
  );
});

test("methods of a transport refuse what they cannot use", function* () {
  const { transport } = yield* opened({});
  expect(() => transport.writeLines(5 as never)).toThrow("writeLines: an iterable of Uint8Arrays and strings was expected, got 5");
  expect(() => transport.writeLines([5 as never])).toThrow("writeLines: a Uint8Array or a string was expected, got 5");
  expect(() => transport.getExtraInfo(5 as never)).toThrow('getExtraInfo: a name, such as "peername" was expected, got 5');
  expect(() => transport.setWriteBufferLimits({ high: 5n as never })).toThrow(
    "setWriteBufferLimits: a number of bytes was expected, got 5n",
  );
});

plain("errors of reads refuse what they cannot use", () => {
  expect(() => new IncompleteReadError(null as never, 5)).toThrow("IncompleteReadError: a Uint8Array was expected, got null");
  expect(() => new IncompleteReadError(new Uint8Array(), no)).toThrow("IncompleteReadError: a number of bytes or null was expected");
  expect(() => new LimitOverrunError(5 as never, 5)).toThrow("LimitOverrunError: a message, as a string was expected, got 5");
});

test.each([1.5, "1", null])("reads refuse %j as a number of bytes", function* (count) {
  const reader = new StreamReader();
  expect(() => reader.read(count as never)).toThrow("read: a whole number of bytes was expected");
  expect(() => reader.readexactly(count as never)).toThrow("readexactly: a whole number of bytes was expected");
  expect(() => reader.feedData("text" as never)).toThrow('feedData: a Uint8Array was expected, got "text"');
});

plain("installNetwork() refuses what is no network", () => {
  expect(() => installNetwork(null as never)).toThrow("installNetwork: a Network was expected, got null");
});
