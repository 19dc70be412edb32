import { execFile } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { fileURLToPath } from "node:url";

/** Milliseconds between two calls of the measured timer. */
const INTERVAL = 5;

/** Measures the worst latency of another part of the process while tasks spin. The value is in milliseconds. */
export type LatencyProbe = (spin: () => Promise<number>) => Promise<{ value: number; checksum: number }>;

/** Measures the delay of a timer of the host. */
export const timerLatency: LatencyProbe = async (spin) => {
  let worst = 0;
  let due = performance.now() + INTERVAL;
  let timer = setTimeout(function onTimer() {
    const now = performance.now();
    worst = Math.max(worst, now - due);
    due = now + INTERVAL;
    timer = setTimeout(onTimer, INTERVAL);
  }, INTERVAL);
  const checksum = await spin();
  // The timer may be overdue.
  worst = Math.max(worst, performance.now() - due);
  clearTimeout(timer);
  return { value: worst, checksum };
};

/** Measures the time of an echo of one byte to another process. */
export const echoLatency: LatencyProbe = async (spin) => {
  const server = createServer((socket) => socket.setNoDelay().pipe(socket)).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const client = execFile(process.execPath, [fileURLToPath(new URL("../dist/echo-client.js", import.meta.url)), String(port)]);
  // The client prints a line after the first echo, and the worst latency at the end.
  await once(client.stdout!, "data");
  const checksum = await spin();
  client.stdin!.end();
  const [worst] = (await once(client.stdout!, "data")) as [string];
  server.close();
  return { value: Number(worst), checksum };
};
