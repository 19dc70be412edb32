// asyncio-stream: the TCP echo client and server, and HTTP headers.
import { openConnection, startServer, type StreamReader, type StreamWriter } from "@asyncio-ts/node";
import { run } from "asyncio-ts";

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

function* handleEcho(reader: StreamReader, writer: StreamWriter) {
  const data = yield* reader.read(100);
  console.log(`Received ${text(data)}`);
  writer.write(data);
  yield* writer.drain();
  writer.close();
  yield* writer.waitClosed();
}

function* client(port: number, message: string) {
  const [reader, writer] = yield* openConnection("127.0.0.1", port);
  writer.write(message);
  yield* writer.drain();
  console.log(`Received: ${text(yield* reader.read(100))}`);
  writer.close();
  yield* writer.waitClosed();
}

function* printHttpHeaders(host: string) {
  const [reader, writer] = yield* openConnection(host, 443, { tls: true });
  writer.write(`HEAD / HTTP/1.0\r\nHost: ${host}\r\n\r\n`);
  while (true) {
    const line = yield* reader.readline();
    if (line.length === 0) break;
    console.log(`HTTP header> ${text(line).trimEnd()}`);
  }
  writer.close();
}

function* main() {
  using server = yield* startServer(handleEcho, "127.0.0.1", 0);
  const [, port] = server.addresses()[0] as [string, number];
  yield* client(port, "Hello World!");
  if (process.argv.length > 2) yield* printHttpHeaders(process.argv[2]!);
  yield* server.serveForever();
}

await run(main);
