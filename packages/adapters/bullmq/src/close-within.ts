import type { Connected } from "./error-reports.ts";

/** Closes an object of BullMQ. Cuts its connections if Redis does not answer for `ms` milliseconds, because BullMQ would wait for ever. */
export async function closeWithin(ms: number, target: Connected): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const deadline = new Promise<"late">((resolve) => (timer = setTimeout(resolve, ms, "late")));
  const closing = target.close().catch(() => {});
  const end = await Promise.race([closing, deadline]);
  clearTimeout(timer);
  if (end !== "late") return;
  const backend = target.getBackend();
  // The first frees a connection that never came to be, the second one that was lost. Neither promise needs to settle.
  backend.close(true).catch(() => {});
  backend.disconnect().catch(() => {});
}
