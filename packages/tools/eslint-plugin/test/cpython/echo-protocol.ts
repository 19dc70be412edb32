// asyncio-protocol: the echo client and server as protocols, and UDP.
import { createConnection, createDatagramEndpoint, createServer, type Protocol, type Transport } from "@asyncio-ts/node";
import { Future, getRunningLoop, run } from "asyncio-ts";

class EchoServerProtocol implements Protocol {
  private transport: Transport | null = null;

  connectionMade(transport: Transport) {
    this.transport = transport;
  }

  dataReceived(data: Uint8Array) {
    this.transport!.write(data);
    this.transport!.close();
  }
}

class EchoClientProtocol implements Protocol {
  private readonly message: string;
  private readonly onConLost: Future<boolean>;

  constructor(message: string, onConLost: Future<boolean>) {
    this.message = message;
    this.onConLost = onConLost;
  }

  connectionMade(transport: Transport) {
    transport.write(this.message);
  }

  connectionLost() {
    this.onConLost.setResult(true);
  }
}

function* main() {
  const loop = getRunningLoop();
  const server = yield* createServer(() => new EchoServerProtocol(), "127.0.0.1", 8888);
  const onConLost = loop.createFuture<boolean>();
  const [transport] = yield* createConnection(() => new EchoClientProtocol("Hello World!", onConLost), "127.0.0.1", 8888);
  try {
    yield* onConLost;
  } finally {
    transport.close();
    server.close();
  }
  const [endpoint] = yield* createDatagramEndpoint(() => ({}), { remoteAddr: ["127.0.0.1", 9999] });
  endpoint.sendTo("Hello World!");
  endpoint.close();
}

await run(main());
