import gallery from "../../../demo/src/gallery.json";
import { galleryText } from "./gallery-text.ts";

/** A program to choose. */
export interface Program {
  readonly name: string;
  readonly title: string;
  /** Returns its text. */
  readonly load: () => Promise<string>;
}

/** Programs about one subject. */
export interface Section {
  readonly title: string;
  readonly programs: readonly Program[];
}

const own = import.meta.glob<string>("../programs/*.ts", { query: "?raw", import: "default" });
const demo = import.meta.glob<string>("../../../demo/src/programs/*.ts", { query: "?raw", import: "default" });

const show: Section = {
  title: "Seen in the lab",
  programs: [
    ["breakfast", "Breakfast: two dishes, one hob"],
    ["type-ahead", "Type-ahead: RxJS with tasks"],
    ["worker-pool", "A worker pool over a queue"],
    ["failing-group", "A task group that fails"],
    ["two-locks", "A deadlock"],
    ["dining-philosophers", "Dining philosophers"],
    ["lost-update", "The lost update"],
    ["endless-loop", "An endless loop"],
  ].map(([name, title]) => ({ name: name!, title: title!, load: own[`../programs/${name}.ts`]! })),
};

/** The programs of the gallery that need no sockets, files or processes. */
const fromGallery = gallery.map(({ programs, title }): Section => ({
  title,
  programs: programs
    .filter((program) => !("live" in program))
    .map(({ caption, name }) => ({
      name: `gallery/${name}`,
      title: caption,
      load: async () => galleryText(await demo[`../../../demo/src/programs/${name}.ts`]!()),
    })),
}));

/** All programs that the lab has. */
export const sections: readonly Section[] = [show, ...fromGallery.filter(({ programs }) => programs.length > 0)];

/** Returns the program of a name; undefined if there is none. */
export function programNamed(name: string): Program | undefined {
  return sections.flatMap(({ programs }) => programs).find((program) => program.name === name);
}
