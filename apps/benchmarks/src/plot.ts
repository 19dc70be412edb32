import { parse, View } from "vega";
import { compile, type TopLevelSpec } from "vega-lite";
import { peers, type PeerName } from "./peers.ts";
import type { Row } from "./row.ts";
import { ratio } from "./verdict.ts";

/** The style of all plots. A white background suits light and dark pages. */
const style = {
  $schema: "https://vega.github.io/schema/vega-lite/v6.json",
  background: "white",
  config: { font: "sans-serif", view: { stroke: null }, axis: { grid: true, gridColor: "#eee" } },
} as const;

/** asyncio-ts is red, and each other library has a colour of its own. */
const color = {
  field: "peer",
  type: "nominal",
  title: null,
  legend: { labelLimit: 300 },
  scale: {
    domain: Object.values(peers),
    range: [
      "#d62728",
      "#ff9896",
      "#222222",
      "#cccccc",
      "#7f7f7f",
      "#999999",
      "#1f77b4",
      "#17becf",
      "#e377c2",
      "#9467bd",
      "#8c564b",
      "#bcbd22",
      "#ff7f0e",
      "#2ca02c",
    ],
  },
} as const;

const logarithmic = { type: "log" } as const;

/** Draws the ratios of the peers to native promises, one line for each row. */
export function ratioPlot(rows: readonly Row[]): Promise<string> {
  const values = rows.flatMap((row) =>
    others(row).map((peer) => ({ workload: row.workload.title, peer: peers[peer], ratio: ratio(row, peer, "native") })),
  );
  const titles = rows.map((row) => row.workload.title);
  return svg({
    ...style,
    title: "Cost relative to native promises with the same work (1 = the same, less is better)",
    // Reversed, so that asyncio-ts is drawn last and on top.
    data: { values: values.filter((value) => value.ratio > 0).reverse() },
    width: 560,
    height: { step: 20 },
    encoding: { y: { field: "workload", type: "nominal", sort: titles, title: null, axis: { labelLimit: 400 } } },
    layer: [
      { mark: "rule", data: { values: [{}] }, encoding: { x: { datum: 1 }, y: { value: 0 }, y2: { value: "height" } } },
      {
        mark: { type: "point", filled: true, size: 60, opacity: 0.9 },
        encoding: { x: { field: "ratio", type: "quantitative", scale: logarithmic, title: "multiple of native promises" }, color },
      },
    ],
  });
}

/** Draws the cost of a task by the number of tasks, from rows named `name-1000`, `name-10000` and so on. */
export function growthPlot(rows: readonly Row[], panels: Record<string, string>): Promise<string> {
  return svg({
    ...style,
    title: "The cost of a task, by the number of tasks",
    hconcat: Object.entries(panels).map(([name, title]) => ({
      width: 320,
      height: 260,
      data: { values: rows.flatMap((row) => points(row, name)) },
      mark: { type: "line", point: true },
      encoding: {
        x: {
          field: "tasks",
          type: "quantitative",
          scale: logarithmic,
          title: "tasks",
          axis: { format: "~s", values: [1e3, 1e4, 1e5, 1e6] },
        },
        y: { field: "cost", type: "quantitative", scale: logarithmic, title },
        color,
      },
    })),
  });
}

function points(row: Row, name: string): { tasks: number; cost: number; peer: string }[] {
  const tasks = Number(row.workload.name.slice(name.length + 1));
  if (!row.workload.name.startsWith(`${name}-`) || Number.isNaN(tasks)) return [];
  const able = (Object.keys(row.entries) as PeerName[]).filter((peer) => row.entries[peer]!.values.length > 0);
  return able.map((peer) => ({ tasks, cost: row.entries[peer]!.median, peer: peers[peer] }));
}

function others(row: Row): PeerName[] {
  return (Object.keys(row.entries) as PeerName[]).filter((peer) => peer !== "native");
}

function svg(spec: TopLevelSpec): Promise<string> {
  return new View(parse(compile(spec).spec), { renderer: "none" }).toSVG();
}
