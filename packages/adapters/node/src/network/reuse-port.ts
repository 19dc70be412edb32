const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);

/** Whether sockets can share a port on this Node. An older one would ignore the option. */
const canReusePort = major > 23 || (major === 23 && minor >= 1) || (major === 22 && minor >= 12);

/** @throws Error if `reusePort` is requested from a Node that does not know it */
export function checkReusePort(caller: string, reusePort: boolean | undefined): void {
  if (reusePort !== true || canReusePort) return;
  throw new Error(`${caller}: reusePort needs Node 22.12 or 23.1, got ${process.version}`);
}
