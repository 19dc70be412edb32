import { context, SpanStatusCode, trace } from "@opentelemetry/api";
import { BasicTracerProvider, InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-base";
import { createTask, gather, run, shield, sleep, type Startable, taskGroup, timeout } from "@asyncio-ts/tasks";
import { VirtualLoop } from "@asyncio-ts/testing";
import { afterEach, beforeAll, expect, test } from "vitest";
import { manager, TaskSpans } from "./task-spans.ts";

const exporter = new InMemorySpanExporter();

beforeAll(() => {
  trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }));
  context.setGlobalContextManager(manager);
});

afterEach(() => exporter.reset());

/** Runs a program, and returns each span of a task with its parent and outcome. */
function spansOf(program: () => Startable<unknown>): string[] {
  const loop = new VirtualLoop();
  loop.addInstrument(new TaskSpans());
  run(program as never, { loop });
  const spans = exporter.getFinishedSpans();
  const nameOf = (id?: string) => spans.find((span) => span.spanContext().spanId === id)?.name ?? "nothing";
  const outcome = ({ attributes, status }: ReadableSpan) =>
    attributes.cancelled === true ? " cancelled" : SpanStatusCode[status.code] === "ERROR" ? " failed" : "";
  return spans
    .filter(({ name }) => !/^Task-\d/.test(name))
    .map((span) => `${span.name} in ${nameOf(span.parentSpanContext?.spanId)}${outcome(span)}`);
}

test("the parent of a span is the task that created the task, also beside others", () => {
  const spans = spansOf(function* () {
    function* request(id: number) {
      yield* sleep(10 - id);
      yield* createTask(sleep(5), { name: `query ${id}` });
    }
    yield* gather(createTask(request(1), { name: "request 1" }), createTask(request(2), { name: "request 2" }));
  } as never);
  expect(spans).toEqual(["query 2 in request 2", "request 2 in Task-1", "query 1 in request 1", "request 1 in Task-1"]);
});

test("a group that fails cancels its children, and each keeps its parent", () => {
  const spans = spansOf(function* () {
    const job = createTask(
      taskGroup(function* (group) {
        group.createTask(sleep(1000), { name: "sibling" });
        group.createTask(
          function* () {
            yield* sleep(5);
            throw new Error("no disk");
          },
          { name: "failing" },
        );
      }),
      { name: "job" },
    );
    try {
      yield* job;
    } catch {}
  } as never);
  expect(spans).toEqual(["failing in job failed", "sibling in job cancelled", "job in Task-1 failed"]);
});

test("a shielded task outlives the cancelled one, and a time limit changes no parent", () => {
  const spans = spansOf(function* () {
    const page = createTask(
      function* () {
        yield* shield(createTask(sleep(50), { name: "save" }));
      },
      { name: "page" },
    );
    try {
      yield* timeout(10, function* () {
        createTask(sleep(1), { name: "beside" });
        yield* page;
      });
    } catch {}
    createTask(sleep(1), { name: "after" });
    yield* sleep(100);
  } as never);
  expect(spans).toEqual(["beside in Task-1", "page in Task-1 cancelled", "after in Task-1", "save in page"]);
});
