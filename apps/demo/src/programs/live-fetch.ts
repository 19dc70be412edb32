import { createServer } from "node:http";
import { fromEvent, fromPromise } from "@asyncio-ts/promise";
import {
  CancelledError,
  sleep,
  taskGroup,
  TimeoutError,
  waitFor,
} from "asyncio-ts";
import { print, run } from "../harness.ts";

// The endpoints of a local server, with the milliseconds of each answer.
const endpoints = {
  stocks: 150,
  weather: 300,
  news: 450,
  video: 60_000,
  archive: 60_000,
};
type Name = keyof typeof endpoints;
const names = Object.keys(endpoints) as Name[];

const server = createServer((request, response) => {
  const name = request.url!.slice(1) as Name;
  const timer = setTimeout(
    () => response.end(`${name} of today`),
    endpoints[name],
  );
  response.once("close", () => clearTimeout(timer));
});

function* listen() {
  const listening = fromEvent(server, "listening");
  server.listen(0, "127.0.0.1");
  yield* listening;
  return server.address() as { port: number };
}

function* get(port: number, name: Name) {
  const response = yield* fromPromise((signal) =>
    fetch(`http://127.0.0.1:${port}/${name}`, { signal }),
  );
  return yield* fromPromise(response.text());
}

let ended = 0;

function progress(outcome: string) {
  ended++;
  print(`[${"#".repeat(ended).padEnd(names.length, ".")}] ${outcome}`);
}

function* load(port: number, name: Name) {
  try {
    progress(yield* waitFor(get(port, name), 1500));
  } catch (error) {
    if (error instanceof TimeoutError)
      progress(`${name}: no answer in 1.5 s`);
    else if (error instanceof CancelledError)
      progress(`${name}: cancelled`);
    else progress(`${name}: ${String(error)}`);
    if (error instanceof CancelledError) throw error;
  }
}

function* main() {
  const { port } = yield* listen();
  print(`Fetching ${names.join(", ")}, all at once`);
  yield* taskGroup(function* (group) {
    const tasks = new Map(
      names.map((name) => [name, group.createTask(load(port, name))]),
    );
    yield* sleep(600);
    print("Nobody wants the video any more");
    tasks.get("video")!.cancel();
  });
  const closed = fromEvent(server, "close");
  server.close();
  server.closeAllConnections();
  yield* closed;
  print("All of them have ended, and so has the server");
}

await run(main());
