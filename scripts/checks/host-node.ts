import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** The machine's own Node, which runs users' programs. The Node in node_modules runs the tools. */
export const hostNode: string =
  (process.env["PATH"] ?? "")
    .split(delimiter)
    .filter((folder) => !folder.includes("node_modules"))
    .map((folder) => join(folder, "node"))
    .find((file) => existsSync(file)) ?? process.execPath;
