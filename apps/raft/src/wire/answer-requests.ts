import type { ConnectionHandler } from "@asyncio-ts/streams";
import type { Coroutine } from "asyncio-ts";
import { ConnectionLost } from "./connection-lost.ts";
import { Connection } from "./connection.ts";

/** Returns a server's handler that answers the requests of a connection, one after the other, until the connection ends. */
export function answerRequests(answer: (request: unknown) => Coroutine<object>): ConnectionHandler {
  return function* (reader, writer) {
    const connection = new Connection(reader, writer);
    try {
      for (;;) yield* connection.send(yield* answer(yield* connection.receive()));
    } catch (error) {
      if (!(error instanceof ConnectionLost)) throw error;
    } finally {
      connection.close();
    }
  };
}
