import type { Expression } from "../language/expression.ts";
import type { Block, Program, Slot, Statement } from "../language/program.ts";
import { Random, type Weighted } from "./random.ts";
import { StreamBuilder } from "./stream.ts";

/** A shape of programs: what happens to the stream, and what the tasks do with it. */
interface Shape {
  open(builder: StreamBuilder): Statement;
  task(builder: StreamBuilder, task: Slot): Statement;
  action(builder: StreamBuilder): Statement | Block;
}

/** Generates the program about streams at an index in the sequence of a seed. */
export function generateStreams(seed: number, index: number): Program {
  const random = new Random(seed, index);
  const limit = random.chance(0.8) ? random.between(4, 16) : random.between(17, 100);
  const shape = random.weighted(shapes);
  const tasks = Array.from({ length: random.weighted(taskCounts) }, (_, rank) => `t${rank + 1}`);
  const builder = new StreamBuilder(random, limit, shape === reader && tasks.length === 1);
  // A task that starts later meets a stream that is in use.
  const late = random.chance(0.4) ? tasks.slice(1) : [];
  const actions = random.listOf(4, 14, () =>
    [builder.pause(), random.chance(0.15) ? builder.cancel(random.pick(tasks)!) : shape.action(builder)].flat(),
  );
  for (const task of late) actions.splice(random.between(0, actions.length), 0, [shape.task(builder, task)]);
  return {
    mode: "run",
    ...(random.chance(0.5) && { marked: true }),
    ...(shape === connection && { connects: true }),
    body: [
      shape.open(builder),
      ...tasks.filter((task) => !late.includes(task)).map((task) => shape.task(builder, task)),
      ...actions.flat(),
      ...ending(builder, tasks),
    ],
  };
}

const taskCounts: Weighted<number> = [
  [5, 1],
  [3, 2],
  [1, 3],
];

/** Shows the bytes that are left, so that a lost or doubled byte cannot stay hidden. */
function ending({ slot: target }: StreamBuilder, tasks: Slot[]): Block {
  const rest: Statement = { op: "await", of: { kind: "read", target } };
  return [
    { op: "await", of: { kind: "sleep", ms: 500 } },
    { op: "stream", target },
    { op: "peerSees", target },
    ...tasks.map((task): Statement => ({ op: "cancel", target: task })),
    { op: "await", of: { kind: "sleep", ms: 125 } },
    { op: "feedEof", target },
    { op: "try", body: [rest], handlers: [{ catch: "BaseException", body: [] }] },
    { op: "stream", target },
    { op: "peerSees", target },
  ];
}

/** A task that was woken runs before the next statement. */
const onePass: Statement = { op: "yield", what: "nothing" };

const reader: Shape = {
  open: ({ random, slot, limit, isLone }) => ({
    op: "reader",
    slot,
    limit,
    ...(random.chance(0.7) && { transport: true }),
    ...(isLone && { lone: true }),
  }),
  task: (builder, task) => builder.reading(task),
  action(builder) {
    const { random, slot: target, isLone } = builder;
    return random.weighted<() => Statement | Block>([
      [14, () => ({ op: "feed", data: builder.text(), target })],
      [1, () => ({ op: "feedEof", target })],
      [0.75, () => [onePass, { op: "readerError", error: builder.error(), target }]],
      [0.25, () => [onePass, { op: "lose", target, ...(random.chance(0.5) && { error: builder.error() }) }]],
      [1, () => ({ op: "stream", target })],
      [isLone ? 0 : 0.75, () => builder.awaits({ kind: "waitFor", of: builder.read(), ms: 125 })],
    ])();
  },
};

/** Uses of a writer by a task. */
function writing(builder: StreamBuilder, task: Slot): Statement {
  const { random, slot: target } = builder;
  const step = (): Statement =>
    random.weighted<() => Statement>([
      [5, () => write(builder)],
      [6, () => builder.awaits({ kind: "drain", target } as Expression)],
      [1, () => builder.awaits({ kind: "waitClosed", target } as Expression)],
      [1, () => builder.awaits(builder.read())],
    ])();
  return { op: "spawn", slot: task, name: task, body: random.listOf(1, 6, step) };
}

function write({ random, slot: target }: StreamBuilder): Statement {
  const line = (least: number) => random.listOf(least, random.chance(0.8) ? 6 : 30, () => random.pick(["x", "y", "z"])!).join("");
  // CPython's transport spins for ever on an empty line among others, which it never takes out of its buffer.
  const lines = random.chance(0.7) ? [line(0)] : random.listOf(2, 3, () => line(1));
  return { op: "write", lines, target };
}

const writer: Shape = {
  open: ({ slot, limit }) => ({ op: "reader", slot, limit, transport: true }),
  task: writing,
  action(builder) {
    const { random, slot: target } = builder;
    return random.weighted<() => Statement>([
      [4, () => ({ op: "pauseWriting", target })],
      [4, () => ({ op: "resumeWriting", target })],
      [1, () => ({ op: "lose", target, ...(random.chance(0.6) && { error: builder.error() }) })],
      [1, () => ({ op: random.pick(["close", "writeEof", "abort"] as const)!, target })],
      [1, () => ({ op: "feed", data: builder.text(), target })],
      [0.5, () => ({ op: "feedEof", target })],
      [0.5, () => ({ op: "readerError", error: builder.error(), target })],
      [1, () => ({ op: "stream", target })],
      [2, () => write(builder)],
    ])();
  },
};

const waterMarks: Weighted<{ high?: number; low?: number }> = [
  [3, { high: 0 }],
  [3, { high: 4 }],
  [3, { high: 12, low: 3 }],
  [2, { low: 2 }],
  [2, { high: 9, low: 9 }],
  [1, {}],
  [0.25, { high: 2, low: 5 }],
];

const connection: Shape = {
  open: ({ random, slot, limit }) => ({
    op: "connect",
    slot,
    limit,
    ...(random.chance(0.25) && { raw: random.chance(0.5) ? "keepsOpen" : "closes" }),
  }),
  task: (builder, task) => (builder.random.chance(0.6) ? writing(builder, task) : builder.reading(task)),
  action(builder) {
    const { random, slot: target } = builder;
    return random.weighted<() => Statement>([
      [7, () => ({ op: "peerAccepts", bytes: random.between(0, 12), target })],
      [7, () => write(builder)],
      [3, () => ({ op: "peerSends", data: builder.text(), target })],
      [2, () => ({ op: "waterMarks", ...random.weighted(waterMarks), target })],
      [1, () => ({ op: random.pick(["close", "writeEof", "abort"] as const)!, target })],
      [1, () => ({ op: random.pick(["pauseReading", "resumeReading"] as const)!, target })],
      [0.75, () => ({ op: random.pick(["peerEnds", "peerResets"] as const)!, target })],
      [1, () => ({ op: "stream", target })],
      [1, () => builder.awaits({ kind: random.pick(["drain", "waitClosed"] as const)!, target })],
    ])();
  },
};

const shapes: Weighted<Shape> = [
  [6, reader],
  [2, writer],
  [4, connection],
];
