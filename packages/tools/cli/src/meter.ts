/**
 * Counts the steps of tasks, and returns the counts since the last call as JSON. Its text is evaluated in the inspected process.
 *
 * The first call adds an instrument to each loop. It removes itself if it is not asked for 10 seconds, in case that the observer
 * has died.
 *
 * @param isLast whether the instruments are to be removed
 */
export function meter(isLast: boolean): string {
  const key = Symbol.for("asyncio-ts/1 cli meter");
  const slots = globalThis as any;
  const loops = [...(slots[Symbol.for("asyncio-ts/1 loops")] ?? [])]
    .map((reference: any) => reference.deref())
    .filter((loop) => loop !== undefined);
  const tasks = loops.flatMap((loop) => loop._tasks.list());
  const meters: Map<any, any> = (slots[key] ??= new Map());
  const counts: [id: number, steps: number, ms: number][] = [];
  for (const loop of loops) {
    let own = meters.get(loop);
    if (own === undefined) {
      own = { counts: new Map(), began: 0, asked: performance.now(), instrument: null };
      const state = own;
      own.instrument = {
        stepBegan() {
          state.began = performance.now();
        },
        stepEnded(unit: unknown) {
          const now = performance.now();
          if (now - state.asked > 10_000) {
            loop.removeInstrument(state.instrument);
            meters.delete(loop);
          }
          const count = state.counts.get(unit) ?? { steps: 0, ms: 0 };
          count.steps++;
          count.ms += now - state.began;
          state.counts.set(unit, count);
        },
      };
      meters.set(loop, own);
      loop.addInstrument(own.instrument);
    }
    own.asked = performance.now();
    for (const [id, task] of tasks.entries()) {
      const count = own.counts.get(task);
      if (count !== undefined) counts.push([id, count.steps, count.ms]);
    }
    own.counts.clear();
    if (isLast) loop.removeInstrument(own.instrument);
  }
  if (isLast) delete slots[key];
  return JSON.stringify({ time: performance.now(), counts });
}
