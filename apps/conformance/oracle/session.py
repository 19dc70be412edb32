"""Runs programs and gives their traces."""

import asyncio
import gc
import json

from . import awaitables, flow, handles, virtual_loop, world


class _Loop(virtual_loop.VirtualLoop):
    """Traces what falls through to the default exception handler."""

    def default_exception_handler(self, context):
        self.world.record("default", *handles.told(self.world, context))


def _outcome(state, call):
    try:
        state.record("result", state.tell(call()))
    except virtual_loop.Deadlock:
        state.record("deadlock")
    except BaseException as error:
        state.record("error", state.errors.tell(error))


def _run(state, program):
    def call():
        with asyncio.Runner(loop_factory=lambda: state.loop) as runner:
            return runner.run(awaitables.routine(state, "main", program["body"]))

    _outcome(state, call)


def _script(state, program):
    """Drives the loop by hand, as programs did before `run`."""
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
            state.attempt(s["op"], lambda: flow.run_now(state, (s,)))
    loop.close()
    asyncio.set_event_loop(None)


def _trace(program):
    # Pyodide's own loop holds the running slot, and takes it again when memory is freed.
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
    _bury(loop)
    return trace


def _bury(loop):
    """Nothing that is freed later may report into this trace."""
    for future in loop.unretrieved():
        future._log_traceback = False
    for future in loop.created:
        if isinstance(future, asyncio.Task):
            future._log_destroy_pending = False
    loop.set_exception_handler(lambda loop, context: None)


def run_all(programs):
    """Takes programs as a JSON array; gives an array of traces, each as JSON."""
    traces = [_trace(program) for program in json.loads(programs)]
    gc.collect()
    return json.dumps(traces)
