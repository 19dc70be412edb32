import { createUnplugin, type UnpluginInstance } from "unplugin";
import { mark } from "./index.ts";
import { markedFiles } from "./marked-files.ts";
import type { Options } from "./options.ts";

/** The plugin for all bundlers. It takes the files before other plugins do, so that it sees the code of the program. */
export const plugin: UnpluginInstance<Options | undefined> = createUnplugin<Options | undefined>((options = {}, { framework }) => {
  const isMarked = markedFiles(options);
  let isOn = true;
  const setProduction = (isProduction: boolean) => {
    isOn = options.production === true || !isProduction;
  };
  setProduction(process.env["NODE_ENV"] === "production");
  const setMode = ({ options: { mode } }: { readonly options: { readonly mode?: string | undefined } }) =>
    setProduction(mode === undefined || mode === "production");

  return {
    name: "asyncio-ts",
    enforce: "pre",
    vite: { configResolved: ({ isProduction }) => setProduction(isProduction) },
    webpack: setMode,
    rspack: setMode,
    transformInclude: (id) => isOn && isMarked(id),
    transform: (code, id) => (isOn ? mark(code, id, { from: options.from, reassignsExports: framework !== "webpack" }) : null),
  };
});
