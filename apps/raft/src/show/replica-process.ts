// A node of the cluster in a process of its own. It ends at SIGTERM, and when the process that has started it is gone.
import { addSignalHandler, stdin } from "@asyncio-ts/node";
import { run, taskGroup } from "asyncio-ts";
import { Replica } from "../replica.ts";
import { FileStorage } from "../storage/file-storage.ts";
import type { Address } from "../wire/address.ts";
import { showSettings } from "./show-settings.ts";

const [name, folder, members] = process.argv.slice(2) as [string, string, string];

await run(function* () {
  using storage = yield* FileStorage.open(folder);
  const replica = new Replica(name, new Map(JSON.parse(members) as [string, Address][]), storage, showSettings);
  yield* taskGroup(function* (group) {
    addSignalHandler("SIGTERM", () => group.cancel());
    group.createTask(replica.run());
    yield* (yield* stdin()).read();
    group.cancel();
  });
});
