import { execFile } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { fileURLToPath } from "node:url";

/** Milliseconds between two rings of the timer that is watched. */
const INTERVAL = 5;

/** Looks on while tasks spin, and says how many milliseconds something else had to wait at worst. */
export type Probe = (spin: () => Promise<number>) => Promise<{ value: number; checksum: number }>;

/** How late a host's timer comes. */
export const lateTimer: Probe = async (spin) => {
  let worst = 0;
  let due = performance.now() + INTERVAL;
  let timer = setTimeout(function ring() {
    const now = performance.now();
    worst = Math.max(worst, now - due);
    due = now + INTERVAL;
    timer = setTimeout(ring, INTERVAL);
  }, INTERVAL);
  const checksum = await spin();
  // One that is due and has not come yet has waited as well.
  worst = Math.max(worst, performance.now() - due);
  clearTimeout(timer);
  return { value: worst, checksum };
};

/** How long another process waits for the echo of a byte. */
export const lateEcho: Probe = async (spin) => {
  const server = createServer((socket) => socket.setNoDelay().pipe(socket)).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const client = execFile(process.execPath, [fileURLToPath(new URL("../dist/echo-client.js", import.meta.url)), String(port)]);
  // The client says that it is on its way, and in the end what it saw.
  await once(client.stdout!, "data");
  const checksum = await spin();
  client.stdin!.end();
  const [worst] = (await once(client.stdout!, "data")) as [string];
  server.close();
  return { value: Number(worst), checksum };
};
