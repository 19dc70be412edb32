/**
 * Closes the inspector of this process. Its text is evaluated in the inspected process.
 *
 * The signal opens the inspector twice in a process that was busy: by an interrupt at once, and again when Node's loop gets a
 * turn. So the inspector is closed once more after that turn, unless it has been opened by another signal before.
 */
export function closing(): void {
  const { _debugEnd, getBuiltinModule } = process as typeof process & { _debugEnd(): void };
  const inspector = getBuiltinModule?.("node:inspector");
  const later = getBuiltinModule?.("node:timers").setImmediate ?? setImmediate;
  queueMicrotask(() => {
    if (inspector?.url() === undefined) later(() => later(() => _debugEnd()));
  });
  _debugEnd();
}
