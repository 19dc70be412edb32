import { lstatSync, unlinkSync } from "node:fs";

/**
 * Removes the file of a Unix socket that an earlier server has left.
 *
 * Mirrors `loop.create_unix_server`, which removes the file of a running server as well.
 */
export function removeStaleSocket(path: string): void {
  // An abstract socket of Linux has no file.
  if (path.startsWith("\0")) return;
  if (lstatSync(path, { throwIfNoEntry: false })?.isSocket() === true) unlinkSync(path);
}
