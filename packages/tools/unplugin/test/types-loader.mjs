import { transform } from "esbuild";

// oxlint-disable oxc/no-this-in-exported-function -- webpack calls a loader as a method

/** A loader of webpack that removes types. */
export default async function (code, map) {
  const done = this.async();
  const { code: without, map: own } = await transform(code, { loader: "ts", sourcemap: "external", sourcefile: this.resourcePath });
  done(null, without, own ? JSON.parse(own) : map);
}
