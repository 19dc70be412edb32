import { styleText } from "node:util";
import { gallery, programs } from "./gallery.ts";

const width = Math.max(...programs.map(({ name }) => name.length));

/** The programs' names and captions, room by room. */
export function list(): string {
  return gallery
    .map(({ title, programs }) => {
      const rows = programs.map(({ name, caption }) => `  ${styleText("cyan", name.padEnd(width))}  ${caption}`);
      return [styleText("bold", title), ...rows].join("\n");
    })
    .join("\n\n");
}
