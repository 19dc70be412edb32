import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** Node's own choice. */
const DEFAULT_PORT = 9229;

/** The state of a listening socket in `/proc/net/tcp`. */
const LISTENING = "0A";

/** Returns the ports that a process listens on; null on a system that does not tell. */
export function listeningPorts(pid: number): Set<number> | null {
  if (process.platform !== "linux") return null;
  try {
    const own = new Set<string>();
    for (const fd of readdirSync(`/proc/${pid}/fd`)) {
      const [, inode] = /^socket:\[(\d+)\]$/.exec(linkOf(`/proc/${pid}/fd/${fd}`)) ?? [];
      if (inode !== undefined) own.add(inode);
    }
    const lines = ["tcp", "tcp6"].flatMap((file) => readFileSync(`/proc/${pid}/net/${file}`, "utf8").trim().split("\n").slice(1));
    const sockets = lines.map((line) => line.trim().split(/\s+/));
    const listening = sockets.filter(([, , , state, , , , , , inode]) => state === LISTENING && own.has(inode!));
    return new Set(listening.map(([, address]) => Number.parseInt(address!.split(":")[1]!, 16)));
  } catch {
    return null;
  }
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return "";
  }
}

/** Returns the ports at which a process may have opened its inspector before: Node's own choice, and those of its options. */
export function likelyPorts(pid: number): number[] {
  const options = `${textOf(pid, "cmdline")} ${/(?:^|\0)NODE_OPTIONS=([^\0]*)/.exec(textOf(pid, "environ"))?.[1] ?? ""}`;
  const ports = [...options.replaceAll("\0", " ").matchAll(/--(?:inspect|debug)[a-z-]*[= ](?:[^\s\0]*:)?(\d+)/g)].map(([, port]) =>
    Number(port),
  );
  return [...new Set([...ports, DEFAULT_PORT])];
}

function textOf(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return "";
  }
}
