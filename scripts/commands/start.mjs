// `npm start`: plays the gallery with the arguments given. Before the first start, and after a change, it installs and builds the
// gallery, except for `--list`.
// Progress goes to stderr, because stdout is the gallery's.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { list } from "../../apps/demo/src/list.mjs";
import { build, isBuilt } from "./gallery-build.mjs";

const args = process.argv.slice(2);
if (args.join() === "--list") {
  console.log(list(JSON.parse(readFileSync("apps/demo/src/gallery.json", "utf8"))));
  process.exit();
}
if (!isBuilt()) {
  console.error("» Installing and building the gallery: half a minute the first time …");
  const output = build();
  if (output !== undefined) {
    console.error(`${output}\n✗ The gallery was not built`);
    process.exit(1);
  }
}
const { status } = spawnSync(process.execPath, ["apps/demo/dist/main.js", ...args], { stdio: "inherit" });
process.exitCode = status ?? 1;
