// `npm start`: plays the gallery with the arguments given. Before the first start, and after a change, it installs and builds the
// gallery, except for `--list`.
// Progress goes to stderr, because stdout is the gallery's.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { list } from "../../apps/demo/src/list.mjs";
import { ensureBuilt } from "./app-build.mjs";

const args = process.argv.slice(2);
if (args.join() === "--list") {
  console.log(list(JSON.parse(readFileSync("apps/demo/src/gallery.json", "utf8"))));
  process.exit();
}
if (!ensureBuilt("demo")) process.exit(1);
const { status } = spawnSync(process.execPath, ["apps/demo/dist/main.js", ...args], { stdio: "inherit" });
process.exitCode = status ?? 1;
if (status === 0) console.error("To see the tasks of such programs on a time axis, in a page: npm run lab");
