import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { runServer } from "verdaccio";

/**
 * Starts a registry on loopback. It runs inside this process, so that it ends with it. Our packages are published to it; it fetches
 * others from `upstream`.
 *
 * @param storage an empty folder for the published packages
 */
export async function startRegistry(storage: string, upstream: string): Promise<{ url: string; close: () => void }> {
  const ours = { access: "$all", publish: "$all" };
  const server = (await runServer({
    storage,
    self_path: storage,
    uplinks: { upstream: { url: upstream } },
    packages: { "asyncio-ts": ours, "@asyncio-ts/*": ours, "**": { access: "$all", proxy: "upstream" } },
    log: { type: "stdout", level: "fatal" },
    web: { enable: false },
  } as never)) as Server;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
