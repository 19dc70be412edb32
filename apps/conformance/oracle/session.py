"""Runs programs, and returns their traces."""

import asyncio
import gc
import json

from . import awaitables, flow, handles, virtual_loop, world


class _Loop(virtual_loop.VirtualLoop):
    """Records the reports that reach the default exception handler."""

    def default_exception_handler(self, context):
        self.world.record("default", *handles.describe_report(self.world, context))


def _outcome(state, call):
    try:
        state.record("result", state.describe(call()))
    except virtual_loop.Deadlock:
        state.record("deadlock")
    except BaseException as error:
        state.record("error", state.errors.describe(error))


def _run(state, program):
    def call():
        with asyncio.Runner(loop_factory=lambda: state.loop) as runner:
            return runner.run(awaitables.program_coroutine(state, "main", program["body"]))

    _outcome(state, call)


def _script(state, program):
    """Drives the loop by hand, as programs did before `asyncio.run` existed."""
    loop = state.loop
    asyncio.set_event_loop(loop)

    def until(s):
        awaited = awaitables.awaitable(state, s["of"])
        if awaited is not world.MISSING:
            return loop.run_until_complete(awaited)

    for s in program["body"]:
        if s["op"] == "runForever":
            _outcome(state, loop.run_forever)
        elif s["op"] == "runUntil":
            _outcome(state, lambda: until(s))
        else:
            state.attempt(s["op"], lambda: flow.run_immediate(state, (s,)))
    loop.close()
    asyncio.set_event_loop(None)


def _trace(program):
    # Pyodide's loop holds the slot of the running loop, and takes it again when memory is freed.
    asyncio._set_running_loop(None)
    loop = _Loop()
    state = loop.world = world.World(loop)
    loop.set_exception_handler(handles.trace_handler(state))
    if program.get("eager"):
        loop.set_task_factory(asyncio.eager_task_factory)
    (_script if program["mode"] == "script" else _run)(state, program)
    unretrieved = [state.errors.kind(future._exception) for future in loop.unretrieved()]
    state.trace.append(["unretrieved", sorted(unretrieved)])
    trace = json.dumps(state.trace, separators=(",", ":"))
    _silence(loop)
    return trace


def _silence(loop):
    """Stops the reports of objects that are freed later, which would appear in another trace."""
    for future in loop.unretrieved():
        future._log_traceback = False
    for future in loop.created:
        if isinstance(future, asyncio.Task):
            future._log_destroy_pending = False
    loop.set_exception_handler(lambda loop, context: None)


def run_all(programs):
    """Runs a JSON array of programs. Returns a JSON array of traces, each of them as JSON."""
    traces = [_trace(program) for program in json.loads(programs)]
    gc.collect()
    return json.dumps(traces)
