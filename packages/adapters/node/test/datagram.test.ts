import { createSocket } from "node:dgram";
import { expect } from "vitest";
import { type Address, createDatagramEndpoint, type DatagramProtocol, getaddrinfo, getnameinfo } from "@asyncio-ts/node";
import { thrown } from "@asyncio-ts/test-helpers/thrown";
import { createTask, Queue, sleep } from "asyncio-ts";
import { descriptors } from "./descriptors.ts";
import { test } from "./host-test.ts";
import { text } from "./programs.ts";

/** A protocol that queues what it receives. */
class Inbox implements DatagramProtocol {
  readonly received = new Queue<[data: string | null, address: Address]>();
  readonly errors = new Queue<Error>();
  readonly lost = new Queue<Error | null>();

  datagramReceived(data: Uint8Array, address: Address): void {
    this.received.putNowait([text(data), address]);
  }
  errorReceived(error: Error): void {
    this.errors.putNowait(error);
  }
  connectionLost(error: Error | null): void {
    this.lost.putNowait(error);
  }
}

const bound = () => createDatagramEndpoint(() => new Inbox(), { localAddr: ["127.0.0.1", 0] });

test("datagrams go to an address, and back to the sender's", function* () {
  const [server, serverInbox] = yield* bound();
  const address = server.getExtraInfo("sockname") as [string, number];
  const [client, clientInbox] = yield* createDatagramEndpoint(() => new Inbox(), { remoteAddr: address });
  expect(client.getExtraInfo("peername")).toEqual(address);
  client.sendTo("question");
  const [question, sender] = yield* serverInbox.received.get();
  expect([question, sender]).toEqual(["question", client.getExtraInfo("sockname")]);
  server.sendTo("answer", sender as [string, number]);
  server.sendTo("", sender as [string, number]);
  expect(yield* clientInbox.received.get()).toEqual(["answer", address]);
  expect(yield* clientInbox.received.get()).toEqual(["", address]);
  client.close();
  server.close();
  expect([yield* clientInbox.lost.get(), yield* serverInbox.lost.get()]).toEqual([null, null]);
});

test("a port without a listener is an error of a connected endpoint, which stays open", function* () {
  const [server] = yield* bound();
  const address = server.getExtraInfo("sockname") as [string, number];
  const [client, inbox] = yield* createDatagramEndpoint(() => new Inbox(), { remoteAddr: address });
  server.close();
  yield* sleep(0);
  client.sendTo("lost");
  while (inbox.errors.empty()) {
    client.sendTo("lost");
    yield* sleep(0);
  }
  expect(yield* inbox.errors.get()).toMatchObject({ code: "ECONNREFUSED" });
  expect(client.isClosing()).toBe(false);
  client.close();
  expect(yield* inbox.lost.get()).toBe(null);
});

test("an address in use is the error of the call", function* () {
  const other = createSocket("udp4");
  const ready = new Queue<number>();
  other.bind(0, "127.0.0.1", () => ready.putNowait(other.address().port));
  const port = yield* ready.get();
  expect(yield* thrown(createDatagramEndpoint(() => new Inbox(), { localAddr: ["127.0.0.1", port] }))).toMatchObject({
    code: "EADDRINUSE",
  });
  other.close();
});

test("a cancelled createDatagramEndpoint() leaves no socket behind", function* () {
  const before = descriptors();
  for (let passes = 0; passes < 4; passes++) {
    const opening = createTask(createDatagramEndpoint(() => new Inbox(), { localAddr: ["localhost", 0], remoteAddr: ["localhost", 9] }));
    for (let i = 0; i < passes; i++) yield* sleep(0);
    opening.cancel();
    yield* thrown(opening);
  }
  while (descriptors() > before) yield* sleep(0);
});

test("getaddrinfo() and getnameinfo() ask the system", function* () {
  const infos = yield* getaddrinfo("localhost", 80, { family: 4 });
  expect(infos).toEqual([{ family: 4, host: "127.0.0.1", port: 80 }]);
  // A name that is too long for a question.
  expect((yield* thrown(getaddrinfo("x".repeat(300), 80))).code).toMatch(/^(ENOTFOUND|EINVAL)$/);
  const [host, service] = yield* getnameinfo(["127.0.0.1", 80]);
  expect([typeof host, service]).toEqual(["string", "http"]);
});
