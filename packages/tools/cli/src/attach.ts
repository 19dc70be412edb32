import { setTimeout } from "node:timers/promises";
import { CliError } from "./cli-error.ts";
import { likelyPorts, listeningPorts } from "./inspector-ports.ts";
import { InspectorSession } from "./inspector-session.ts";
import { checkProcess, openInspector } from "./target-process.ts";

/** Milliseconds between two looks for the inspector. */
const PAUSE = 10;

/**
 * Calls `use` with a session of the inspector of a process. Opens the inspector before, and closes it afterwards, unless it was
 * open already.
 *
 * @param timeout milliseconds to wait for the inspector
 * @throws CliError if the process cannot be inspected
 */
export async function attached<T>(pid: number, timeout: number, use: (session: InspectorSession) => Promise<T>): Promise<T> {
  checkProcess(pid);
  const before = listeningPorts(pid);
  const open = await sessionAt(
    likelyPorts(pid).filter((port) => before?.has(port) ?? true),
    pid,
  );
  if (open !== null) return finallyDo(use(open), () => open.close());
  openInspector(pid);
  const session = await opened(pid, timeout, before);
  return finallyDo(use(session), () => session.closeInspector());
}

async function finallyDo<T>(result: Promise<T>, end: () => void | Promise<void>): Promise<T> {
  try {
    return await result;
  } finally {
    await end();
  }
}

async function opened(pid: number, timeout: number, before: Set<number> | null): Promise<InspectorSession> {
  const end = performance.now() + timeout;
  while (performance.now() < end) {
    const now = listeningPorts(pid);
    const fresh = now === null ? likelyPorts(pid) : [...now].filter((port) => before?.has(port) !== true);
    const session = await sessionAt(fresh, pid);
    if (session !== null) return session;
    await setTimeout(PAUSE);
  }
  checkProcess(pid);
  throw new CliError(
    `Process ${pid} has not opened its inspector within ${timeout} ms. Either it handles SIGUSR1 itself, or another process has the inspector's port (9229), or it is stopped.`,
  );
}

/** Returns a session with a process at one of some ports; null if the process has no inspector there. */
async function sessionAt(ports: readonly number[], pid: number): Promise<InspectorSession | null> {
  for (const port of ports) {
    const session = await InspectorSession.connect(port);
    if (session === null) continue;
    // Another process may have the port.
    if ((await session.evaluate("process.pid")) === pid) return session;
    session.close();
  }
  return null;
}
