import { styleText } from "node:util";

/**
 * Returns the names and captions of the programs, section by section. A JavaScript file, so that `npm start -- --list` needs no build.
 *
 * @param {readonly import("./gallery.ts").Section[]} gallery
 * @returns {string}
 */
export function list(gallery) {
  const width = Math.max(...gallery.flatMap(({ programs }) => programs.map(({ name }) => name.length)));
  return gallery
    .map(({ title, programs }) => {
      const rows = programs.map(({ name, caption }) => `  ${styleText("cyan", name.padEnd(width))}  ${caption}`);
      return [styleText("bold", title), ...rows].join("\n");
    })
    .join("\n\n");
}
