import { styleText } from "node:util";
import { gallery, programs } from "./gallery.ts";

const width = Math.max(...programs.map(({ name }) => name.length));

/** Returns the names and captions of the programs, section by section. */
export function list(): string {
  return gallery
    .map(({ title, programs }) => {
      const rows = programs.map(({ name, caption }) => `  ${styleText("cyan", name.padEnd(width))}  ${caption}`);
      return [styleText("bold", title), ...rows].join("\n");
    })
    .join("\n\n");
}
