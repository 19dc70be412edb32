import { createDatagramEndpoint, type DatagramProtocol } from "@asyncio-ts/streams";
import { sleep } from "@asyncio-ts/tasks";
import { test } from "@asyncio-ts/testing/vitest";
import { expect } from "vitest";
import { reported } from "./fake-channel.ts";
import { useMemoryNetwork } from "./memory-network.ts";
import { text } from "./text.ts";

/** A protocol that records its calls. */
class Recorder implements DatagramProtocol {
  readonly calls: string[] = [];

  connectionMade(): void {
    this.calls.push("made");
  }

  datagramReceived(data: Uint8Array, address: unknown): void {
    this.calls.push(`${text(data)} from ${String(address)}`);
  }

  errorReceived(error: Error): void {
    this.calls.push(error.message);
  }

  connectionLost(error: Error | null): void {
    this.calls.push(`lost ${String(error)}`);
  }
}

// CPython: test_protocols.ProtocolsAbsTests.test_datagram_protocol
test("datagrams arrive one by one with their sender, the empty one too", function* () {
  useMemoryNetwork();
  const [server, received] = yield* createDatagramEndpoint(() => new Recorder(), { localAddr: ["localhost", 7000] });
  const [client, answered] = yield* createDatagramEndpoint(() => new Recorder(), {
    localAddr: ["localhost", 6000],
    remoteAddr: ["localhost", 7000],
  });
  expect([client.getExtraInfo("peername"), client.getExtraInfo("sockname")]).toEqual([
    ["127.0.0.1", 7000],
    ["127.0.0.1", 6000],
  ]);
  client.sendTo("hello");
  client.sendTo(new Uint8Array(0));
  client.sendTo("again", ["127.0.0.1", 7000]);
  server.sendTo("answer", ["127.0.0.1", 6000]);
  yield* sleep(1);
  expect([received.calls, answered.calls]).toEqual([
    ["made", "hello from 127.0.0.1,6000", " from 127.0.0.1,6000", "again from 127.0.0.1,6000"],
    ["made", "answer from 127.0.0.1,7000"],
  ]);
  server.close();
  client.abort();
  client.abort();
  expect([server.isClosing(), client.isClosing()]).toEqual([true, true]);
  yield* sleep(1);
  expect([received.calls.at(-1), answered.calls.at(-1)]).toEqual(["lost null", "lost null"]);
  expect(() => client.sendTo("late")).toThrow("sendTo() was called after close()");
});

test("sendTo() needs an address if the endpoint is not connected, and refuses another one if it is", function* () {
  useMemoryNetwork();
  const [free] = yield* createDatagramEndpoint(() => ({}));
  const [connected] = yield* createDatagramEndpoint(() => ({}), { remoteAddr: ["localhost", 7000] });
  expect(() => free.sendTo("a")).toThrow("sendTo: an address was expected, because the endpoint is not connected");
  expect(() => connected.sendTo("a", ["127.0.0.1", 7001])).toThrow("sendTo: no address or an array of 2 was expected");
  expect(() => free.sendTo("a", 5 as never)).toThrow("sendTo: an address [host, port] was expected, got 5");
  expect(() => free.sendTo(5 as never, ["a", 1])).toThrow("sendTo: a Uint8Array or a string was expected, got 5");
  for (const each of [free, connected]) each.close();
  yield* sleep(0);
});

test("an error of the host goes to errorReceived(), and the endpoint stays open", function* () {
  useMemoryNetwork();
  const [transport, protocol] = yield* createDatagramEndpoint(() => new Recorder(), { remoteAddr: ["localhost", 7000] });
  transport.sendTo("into the void");
  yield* sleep(1);
  expect([protocol.calls, transport.isClosing()]).toEqual([["made", "recv ECONNREFUSED"], false]);
  transport.close();
  yield* sleep(0);
});

test("an error of datagramReceived() is reported, and later datagrams arrive", function* () {
  useMemoryNetwork();
  const reports = reported();
  const received: string[] = [];
  const [server] = yield* createDatagramEndpoint(
    () => ({
      datagramReceived(data: Uint8Array) {
        received.push(text(data));
        if (received.length === 1) throw new Error("mad");
      },
    }),
    { localAddr: ["localhost", 7000] },
  );
  const [client] = yield* createDatagramEndpoint(() => ({}), { remoteAddr: ["localhost", 7000] });
  for (const data of ["a", "b"]) client.sendTo(data);
  yield* sleep(1);
  expect([received, reports.map(([, exception]) => exception)]).toEqual([["a", "b"], [new Error("mad")]]);
  for (const each of [server, client]) each.close();
  yield* sleep(0);
});
