import {
  openConnection,
  startServer,
  type StreamReader,
  type StreamWriter,
} from "@asyncio-ts/node";
import { forEach } from "asyncio-ts";
import { print, run } from "../harness.ts";

const decoder = new TextDecoder();
const text = (bytes: Uint8Array) => decoder.decode(bytes).trimEnd();

const writers = new Map<string, StreamWriter>(); // by name

function* broadcast(line: string) {
  for (const writer of writers.values()) {
    writer.write(`${line}\n`);
    yield* writer.drain();
  }
}

function* serve(reader: StreamReader, writer: StreamWriter) {
  const name = text(yield* reader.readline());
  writers.set(name, writer);
  yield* broadcast(`* ${name} has joined`);
  yield* forEach(reader, function* (line) {
    yield* broadcast(`${name}: ${text(line)}`);
  });
  writers.delete(name);
  yield* broadcast(`* ${name} has left`);
  writer.close();
}

type Clients = Map<string, [StreamReader, StreamWriter]>;

function* say(name: string, line: string, clients: Clients) {
  const [, writer] = clients.get(name)!;
  writer.write(`${line}\n`);
  yield* writer.drain();
  yield* listen(clients);
}

// waits until each client has read the next line
function* listen(clients: Clients) {
  for (const [name, [reader]] of clients) {
    const line = text(yield* reader.readline());
    print(`${name.padStart(5)} reads  ${line}`);
  }
}

function* main() {
  const server = yield* startServer(serve, "127.0.0.1", 0);
  const [, port] = server.addresses()[0] as [string, number];
  const clients: Clients = new Map();
  for (const name of ["Ann", "Bob", "Carol"]) {
    clients.set(name, yield* openConnection("127.0.0.1", port));
    yield* say(name, name, clients);
  }

  yield* say("Ann", "Coffee?", clients);
  yield* say("Carol", "With a bagel, please", clients);

  const [, writer] = clients.get("Bob")!;
  clients.delete("Bob");
  writer.close();
  yield* writer.waitClosed();
  yield* listen(clients);

  for (const [, writer] of clients.values()) writer.close();
  server.close();
  yield* server.waitClosed();
  print(writers.size === 0 ? "The room is empty" : "The room is not empty");
}

await run(main());
