import { expect, test as plain } from "vitest";
import { createSubprocessExec, createSubprocessShell, PIPE, type Process, STDOUT } from "@asyncio-ts/node";
import { VirtualLoop } from "@asyncio-ts/testing";
import { child } from "@asyncio-ts/test-helpers/child";
import { thrown } from "@asyncio-ts/test-helpers/thrown";
import { CancelledError, createTask, newEventLoop, run, sleep } from "asyncio-ts";
import { descriptors } from "./descriptors.ts";
import { type Reports, test } from "./host-test.ts";
import { BLOCKED, CAT } from "./programs.ts";

/** Returns whether a process exists, or is a zombie. */
function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

// CPython: test_subprocess.SubprocessMixin.test_close_kill_running
test("disposing a process kills it and closes its pipes", function* () {
  const before = descriptors();
  let pid = 0;
  {
    using process = yield* createSubprocessExec(...CAT, { stdin: PIPE, stdout: PIPE });
    pid = process.pid;
  }
  while (exists(pid) || descriptors() > before) yield* sleep(0);
});

// CPython: test_subprocess.SubprocessMixin.test_close_dont_kill_finished
test("disposing a process that has exited does nothing", function* () {
  const process = yield* createSubprocessExec("true");
  yield* process.wait();
  process[Symbol.dispose]();
  expect(process.returncode).toBe(0);
});

plain("a loop that closes kills the processes that still run, and reports each", async () => {
  const loop = newEventLoop();
  const reports: Reports = [];
  loop.setExceptionHandler((_, context) => void reports.push(context));
  let left: Process | undefined;
  await run(
    function* () {
      left = yield* createSubprocessExec(...CAT, { stdin: PIPE, stdout: PIPE });
    },
    { loop },
  );
  while (exists(left!.pid)) await new Promise(setImmediate);
  expect(reports).toEqual([
    {
      message: `Process ${left!.pid} was killed because its loop is closed; await its wait() or communicate(), or hold it by using`,
      process: left,
    },
  ]);
});

plain("a program with a process that is left over ends", async () => {
  const program = `
    import { createSubprocessExec } from "@asyncio-ts/node";
    import { run } from "asyncio-ts";
    await run(function* () {
      yield* createSubprocessExec("sleep", ["3600"]);
    });
  `;
  const { code, err } = await child(program, new URL("..", import.meta.url));
  expect(code).toBe(0);
  expect(err).toMatch(/^Process \d+ was killed because its loop is closed/);
});

// CPython: test_subprocess.SubprocessMixin.test_cancel_make_subprocess_transport_exec
// CPython: test_subprocess.SubprocessMixin.test_cancel_post_init
// CPython: test_subprocess.SubprocessMixin.test_subprocess_read_pipe_cancelled
// CPython: test_subprocess.SubprocessMixin.test_subprocess_write_pipe_cancelled
// CPython: test_subprocess.SubprocessMixin.test_subprocess_read_write_pipe_cancelled
test("a cancelled create call kills the process, whatever it waits for", function* () {
  const before = descriptors();
  for (let passes = 0; passes < 12; passes++) {
    const creating = createTask(createSubprocessExec(...BLOCKED, { stdin: PIPE, stdout: PIPE, stderr: passes % 2 ? PIPE : STDOUT }));
    for (let i = 0; i < passes && !creating.done(); i++) yield* sleep(0);
    if (creating.cancel()) expect(yield* thrown(creating)).toBeInstanceOf(CancelledError);
    else (yield* creating)[Symbol.dispose]();
  }
  while (descriptors() > before) yield* sleep(0);
});

plain("a loop that owns its thread refuses processes", () => {
  expect(() => run(() => createSubprocessExec("true"), { loop: new VirtualLoop() })).toThrow(
    "createSubprocessExec: a loop of the host was expected",
  );
});

// CPython: test_subprocess.SubprocessMixin.test_create_subprocess_exec_text_mode_fails
// CPython: test_subprocess.SubprocessMixin.test_create_subprocess_shell_text_mode_fails
test("wrong arguments and options are refused before anything starts", function* () {
  const shell = (options: object) => createSubprocessShell("true", options as never);
  for (const [coroutine, message] of [
    [shell({ encoding: "utf-8" }), 'unknown option "encoding"'],
    [shell({ stdin: STDOUT }), "PIPE, DEVNULL, a file descriptor, a stream that has one, or null was expected as stdin, got STDOUT"],
    [shell({ stdout: "pipe" }), 'or null was expected as stdout, got "pipe"'],
    [shell({ stderr: -4 }), "PIPE, DEVNULL, STDOUT, a file descriptor, a stream that has one, or null was expected as stderr, got -4"],
    [shell({ limit: 0 }), "a limit above 0 was expected, got 0"],
    [shell({ limit: "1" }), 'a number of bytes as limit was expected, got "1"'],
    [shell({ cwd: 1 }), "a path as cwd was expected, got 1"],
    [shell({ env: "A=1" }), 'an object as env was expected, got "A=1"'],
    [shell({ startNewSession: 1 }), "a boolean as startNewSession was expected, got 1"],
    [shell(null as never), "an object of options was expected, got null"],
    [createSubprocessShell(""), 'a command line was expected, got ""'],
    [createSubprocessExec(["ls"] as never), "the path or the name of a program was expected, got an array of 1"],
    [createSubprocessExec("ls", "-l" as never), 'an array of arguments was expected, got "-l"'],
    [createSubprocessExec("ls", [1] as never), "a string as each argument was expected, got 1"],
    [createSubprocessExec("l\0s"), "null bytes"],
  ] as const) {
    expect((yield* thrown(coroutine)).message).toContain(message);
  }
});
