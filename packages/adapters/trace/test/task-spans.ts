// The sample of docs/guide/tracing.md.
import { type Context, type ContextManager, ROOT_CONTEXT, type Span, SpanStatusCode, trace } from "@opentelemetry/api";
import { ContextVar, type Instrument } from "@asyncio-ts/loop";
import { Task } from "@asyncio-ts/tasks";

const active = new ContextVar<Context>("span", { default: ROOT_CONTEXT });

/** Finds the active span of OpenTelemetry in the context of the task. */
export const manager: ContextManager = {
  active: () => active.get(),
  with(next, fn, self, ...args) {
    const token = active.set(next);
    try {
      return fn.apply(self as never, args);
    } finally {
      active.reset(token);
    }
  },
  bind: (_, target) => target,
  enable: () => manager,
  disable: () => manager,
};

/** Starts a span for each task, and ends it with the task. */
export class TaskSpans implements Instrument {
  readonly #spans = new WeakMap<object, Span>();
  readonly #tracer = trace.getTracer("asyncio-ts");

  spawned(unit: object) {
    if (!(unit instanceof Task)) return;
    unit.getContext().run(() => {
      const span = this.#tracer.startSpan(unit.getName(), {}, active.get());
      active.set(trace.setSpan(active.get(), span));
      this.#spans.set(unit, span);
    });
  }

  cancelled(unit: object) {
    this.#spans.get(unit)?.addEvent("cancel requested");
  }

  finished(unit: object) {
    const span = this.#spans.get(unit);
    if (span === undefined || !(unit instanceof Task)) return;
    if (unit.cancelled()) span.setAttribute("cancelled", true);
    else if (unit.exception() !== null) {
      span.setStatus({ code: SpanStatusCode.ERROR });
    }
    span.end();
  }
}
