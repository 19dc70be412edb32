import type { Connected } from "./error-reports.ts";

/** Milliseconds between two questions whether closing is hopeless. */
const PATIENCE = 1000;

/**
 * Closes an object of BullMQ. Cuts its connections if that takes more than `ms` milliseconds, because BullMQ would wait for ever
 * for a Redis that does not answer.
 *
 * @param isHopeless asked every second: whether nothing is left to wait for
 */
export async function closeWithin(ms: number, target: Connected, isHopeless: () => boolean = () => false): Promise<void> {
  const deadline = performance.now() + ms;
  let timer: ReturnType<typeof setInterval> | undefined;
  const late = new Promise<"late">((resolve) => {
    timer = setInterval(() => (performance.now() >= deadline || isHopeless()) && resolve("late"), Math.min(ms, PATIENCE));
  });
  const end = await Promise.race([target.close().catch(() => {}), late]);
  clearInterval(timer);
  if (end !== "late") return;
  const backend = target.getBackend();
  // The first frees a connection that never came to be, the second one that was lost. Neither promise needs to settle.
  backend.close(true).catch(() => {});
  backend.disconnect().catch(() => {});
}
