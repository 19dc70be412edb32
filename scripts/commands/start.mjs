// `npm start`: plays the gallery with the arguments given. Before the first start, and after a change, it installs and builds the
// gallery, except for `--list`.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { list } from "../../apps/demo/src/list.mjs";
import { ensureBuilt } from "./app-build.mjs";

const args = process.argv.slice(2);
if (args.join() === "--list") {
  console.log(list(JSON.parse(readFileSync("apps/demo/src/gallery.json", "utf8"))));
  process.exit();
}
ensureBuilt("demo", "the gallery");
const { status } = spawnSync(process.execPath, ["apps/demo/dist/main.js", ...args], { stdio: "inherit" });
process.exitCode = status ?? 1;
