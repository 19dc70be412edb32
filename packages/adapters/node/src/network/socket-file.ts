import { lstatSync, renameSync, type Stats, unlinkSync } from "node:fs";

/**
 * Removes the file of a Unix socket that an earlier server has left.
 *
 * Mirrors `loop.create_unix_server`, which removes the file of a running server as well.
 */
export function removeStaleSocket(path: string): void {
  if (statOf(path)?.isSocket() === true) unlinkSync(path);
}

/** Returns the number of a file; undefined if there is none. */
export function inodeOf(path: string): number | undefined {
  return statOf(path)?.ino;
}

/**
 * Calls `close`, in which Node removes the file at a path. A file with another number belongs to a later server, and is kept.
 *
 * @param inode the number of the file that may be removed
 */
export function closeSocketFile(path: string, inode: number | undefined, close: () => void): void {
  const present = inodeOf(path);
  if (present === undefined || present === inode) return close();
  const aside = `${path}.${process.pid}`;
  renameSync(path, aside);
  try {
    close();
  } finally {
    renameSync(aside, path);
  }
}

/** An abstract socket of Linux has no file. */
function statOf(path: string): Stats | undefined {
  return path.startsWith("\0") ? undefined : lstatSync(path, { throwIfNoEntry: false });
}
