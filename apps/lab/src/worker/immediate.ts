/** Defines `setImmediate`, which a virtual clock uses. In its place it would use nested timers, which wait 4 ms each. */
export function defineImmediate(): void {
  const { port1, port2 } = new MessageChannel();
  const callbacks = new Map<number, () => void>();
  let latest = 0;
  port1.onmessage = ({ data }: MessageEvent<number>) => {
    const callback = callbacks.get(data);
    callbacks.delete(data);
    callback?.();
  };
  const setImmediate = (callback: () => void): number => {
    callbacks.set(++latest, callback);
    port2.postMessage(latest);
    return latest;
  };
  const clearImmediate = (immediate: number): boolean => callbacks.delete(immediate);
  Object.assign(globalThis, { setImmediate, clearImmediate });
}
