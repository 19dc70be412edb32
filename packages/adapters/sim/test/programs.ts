import type { Coroutine } from "@asyncio-ts/tasks";
import { type Scenario, simulate, type SimulateOptions, SimulationError } from "@asyncio-ts/sim";
import { type StreamReader, startServer } from "@asyncio-ts/streams";

/** Returns bytes as text. */
export function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

/** Reads a line, without its end. */
export function* lineOf(reader: StreamReader): Coroutine<string> {
  return textOf(yield* reader.readline()).trimEnd();
}

/** The main function of a server that sends each line back. */
export function* echo(): Coroutine<void> {
  const server = yield* startServer(
    function* (reader, writer) {
      for (let line = yield* reader.readline(); line.length > 0; line = yield* reader.readline()) writer.write(line);
      writer.close();
    },
    null,
    7000,
  );
  yield* server.serveForever();
}

/** Simulates a program that fails, and returns the error. */
export function failureOf(scenario: Scenario<unknown>, options: SimulateOptions = {}): SimulationError {
  const error = errorOf(() => simulate(scenario, options));
  if (error instanceof SimulationError) return error;
  throw error;
}

/** Returns the error that a function throws. */
export function errorOf(fn: () => unknown): unknown {
  try {
    fn();
  } catch (error) {
    return error;
  }
  throw new Error("no error was thrown");
}
