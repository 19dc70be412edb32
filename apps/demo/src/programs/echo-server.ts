import {
  openConnection,
  startServer,
  type StreamReader,
  type StreamWriter,
} from "@asyncio-ts/node";
import { Barrier, forEach, gather } from "asyncio-ts";
import { print, run } from "../harness.ts";

const decoder = new TextDecoder();
const text = (bytes: Uint8Array) => decoder.decode(bytes);

let [connected, most] = [0, 0];

function* echo(reader: StreamReader, writer: StreamWriter) {
  connected++;
  most = Math.max(most, connected);
  yield* forEach(reader, function* (line) {
    writer.write(line);
    yield* writer.drain();
  });
  connected--;
  writer.close();
}

function* client(number: number, port: number, barrier: Barrier) {
  const [reader, writer] = yield* openConnection("127.0.0.1", port);
  const answers: string[] = [];
  for (const word of ["hello", "again", "bye"]) {
    writer.write(`client ${number} says ${word}\n`);
    yield* writer.drain();
    answers.push(text(yield* reader.readline()).trimEnd());
    yield* barrier.wait(); // until all have their answers
  }
  writer.close();
  yield* writer.waitClosed();
  return answers;
}

function* main() {
  const server = yield* startServer(echo, "127.0.0.1", 0);
  const [, port] = server.addresses()[0] as [string, number];
  const barrier = new Barrier(100);

  const clients = Array.from({ length: 100 }, (_, index) =>
    client(index + 1, port, barrier),
  );
  const answers = yield* gather(...clients);
  print(answers[0]![0]);
  print(answers[99]![2]);
  print(`${answers.length} clients, ${most} of them at the same time`);

  server.close();
  yield* server.waitClosed();
  print(`${connected} connections are left`);
}

await run(main());
