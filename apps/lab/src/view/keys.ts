import type { Lab } from "../page/lab.ts";

/** Handles the keys of the page, unless a text field or a list has the focus. */
export function onKey(event: KeyboardEvent, lab: Lab): void {
  if (event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented) return;
  const { target } = event;
  if (target instanceof HTMLElement && target.closest("textarea, select, input, [contenteditable=true]") !== null) return;
  // The space bar presses the button that has the focus.
  if (event.key === " " && target instanceof HTMLElement && target.closest("button, a, summary") !== null) return;
  const { playback } = lab;
  const actions: Record<string, () => void> = {
    " ": () => playback.toggle(),
    ArrowRight: () => playback.nextStep(),
    ArrowLeft: () => playback.previousStep(),
    Home: () => playback.seek(0),
    End: () => playback.seek(Infinity),
  };
  const action = Object.hasOwn(actions, event.key) ? actions[event.key] : undefined;
  if (action === undefined) return;
  event.preventDefault();
  action();
}
