/** The outlines of the icons, 16 by 16. */
const PATHS = {
  play: "M4.5 2.8v10.4L13 8z",
  pause: "M4 3h3v10H4zM9 3h3v10H9z",
  next: "M3 3.2v9.6L9.5 8zM10.5 3h2v10h-2z",
  previous: "M13 3.2v9.6L6.5 8zM3.5 3h2v10h-2z",
  start: "M8.2 3.2v9.6L3.4 8zM13.6 3.2v9.6L8.8 8z",
  close: "M4 4l8 8M12 4l-8 8",
} as const;

/** An icon beside a text, or of a button that has a label. */
export function Icon({ name }: { name: keyof typeof PATHS }) {
  return (
    <svg class={`icon ${name}`} viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
