import { setTimeout } from "node:timers/promises";
import { CliError } from "./cli-error.ts";
import { likelyPorts, listeningPorts } from "./inspector-ports.ts";
import { InspectorClosed, InspectorSession } from "./inspector-session.ts";
import { checkProcess, exists, openInspector } from "./target-process.ts";

/** Milliseconds between two looks for the inspector. */
const PAUSE = 10;

/** The number of times to attach to a process while other commands close its inspector. */
const ATTEMPTS = 3;

/** Milliseconds for the work after it was told to stop, and before another attempt. */
const GRACE = 500;

/**
 * Calls `use` with a session of the inspector of a process. Opens the inspector before, and closes it afterwards, unless it was
 * open already.
 *
 * @param timeout milliseconds to wait for the inspector
 * @param stop tells `use` to end soon. The inspector is closed then in any case
 * @throws CliError if the process cannot be inspected
 */
export async function attached<T>(
  pid: number,
  timeout: number,
  stop: AbortSignal,
  use: (session: InspectorSession) => Promise<T>,
): Promise<T> {
  const sent = { isSent: false };
  for (let attempt = 1; ; attempt++) {
    try {
      return await attachedOnce(pid, timeout, stop, use, sent);
    } catch (error) {
      // Another command for the same process may have closed the inspector that this one used.
      if (!(error instanceof InspectorClosed) || attempt === ATTEMPTS || stop.aborted) throw error;
      await setTimeout(GRACE);
      if (!exists(pid)) throw error;
    }
  }
}

async function attachedOnce<T>(
  pid: number,
  timeout: number,
  stop: AbortSignal,
  use: (session: InspectorSession) => Promise<T>,
  signal: { isSent: boolean },
): Promise<T> {
  checkProcess(pid);
  const before = listeningPorts(pid);
  const open = await sessionAt(
    likelyPorts(pid).filter((port) => before?.has(port) ?? true),
    pid,
    timeout,
  );
  // Also an earlier signal may have opened it.
  if (open !== null) return finallyDo(untilStopped(use(open), stop), () => (signal.isSent ? open.closeInspector() : open.close()));
  signal.isSent = true;
  openInspector(pid);
  const { isOurs, session } = await opened(pid, timeout, before, stop);
  return finallyDo(untilStopped(use(session), stop), () => (isOurs ? session.closeInspector() : session.close()));
}

async function finallyDo<T>(result: Promise<T>, end: () => void | Promise<void>): Promise<T> {
  try {
    return await result;
  } finally {
    await end();
  }
}

/** Waits for work, but not long after a signal to stop. */
function untilStopped<T>(work: Promise<T>, stop: AbortSignal): Promise<T> {
  const stopped = new Promise<never>((_, reject) => {
    const onStop = () => void setTimeout(GRACE, undefined, { ref: false }).then(() => reject(new CliError("Stopped.")));
    if (stop.aborted) onStop();
    else stop.addEventListener("abort", onStop, { once: true });
  });
  return Promise.race([work, stopped]);
}

/** Waits for the inspector that the signal opens. */
async function opened(
  pid: number,
  timeout: number,
  before: Set<number> | null,
  stop: AbortSignal,
): Promise<{ session: InspectorSession; isOurs: boolean }> {
  let end = performance.now() + timeout;
  const onStop = (): void => void (end = Math.min(end, performance.now() + GRACE));
  stop.addEventListener("abort", onStop, { once: true });
  while (performance.now() < end) {
    const now = listeningPorts(pid);
    // Another command may have closed the inspector at a likely port since.
    const likely = likelyPorts(pid);
    const fresh = now === null ? likely : [...now].filter((port) => before?.has(port) !== true || likely.includes(port));
    const session = await sessionAt(fresh, pid, timeout);
    if (session !== null) return { session, isOurs: true };
    await setTimeout(PAUSE);
  }
  if (stop.aborted) throw new CliError("Stopped.");
  checkProcess(pid);
  // A debugger may have opened the inspector at any port.
  const session = await sessionAt([...(before ?? [])], pid, timeout);
  if (session !== null) return { session, isOurs: false };
  throw new CliError(
    `Process ${pid} has not opened its inspector within ${timeout} ms. Either it handles SIGUSR1 itself, or another process has the inspector's port (9229), or a native call blocks its main thread.`,
  );
}

/** Returns a session with a process at one of some ports; null if the process has no inspector there. */
async function sessionAt(ports: readonly number[], pid: number, timeout: number): Promise<InspectorSession | null> {
  for (const port of ports) {
    const session = await InspectorSession.connect(port);
    if (session === null) continue;
    const found = await Promise.race([session.evaluate("process.pid"), setTimeout(timeout, null, { ref: false })]);
    if (found === pid) return session;
    session.close();
    // Another process may have the port.
    if (found === null && (listeningPorts(pid)?.has(port) ?? true)) {
      throw new CliError(`Process ${pid} has not answered within ${timeout} ms: a native call blocks its main thread.`);
    }
  }
  return null;
}
