import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** This machine's own Node, which users' programs run on; the one in node_modules is for the tools. */
export const hostNode: string =
  (process.env["PATH"] ?? "")
    .split(delimiter)
    .filter((folder) => !folder.includes("node_modules"))
    .map((folder) => join(folder, "node"))
    .find((file) => existsSync(file)) ?? process.execPath;
