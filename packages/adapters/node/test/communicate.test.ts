import { expect } from "vitest";
import { createSubprocessExec, createSubprocessShell, DEVNULL, PIPE, type Process, STDOUT } from "@asyncio-ts/node";
import { thrown } from "@asyncio-ts/test-helpers/thrown";
import { CancelledError, type Coroutine, createTask, gather, sleep } from "asyncio-ts";
import { test } from "./host-test.ts";
import { CAT, COUNT, text } from "./programs.ts";

/** More bytes than a pipe holds. */
const LARGE = 4 * 1024 * 1024;

// CPython: test_subprocess.SubprocessMixin.test_communicate
test("communicate() writes the input and returns the output", function* () {
  const process = yield* createSubprocessExec(...CAT, { stdin: PIPE, stdout: PIPE });
  const [stdout, stderr] = yield* process.communicate("some data");
  expect([text(stdout), stderr, process.returncode]).toEqual(["some data", null, 0]);
});

// CPython: test_subprocess.SubprocessMixin.test_communicate_none_input
test("communicate() without input closes stdin", function* () {
  const process = yield* createSubprocessExec(...CAT, { stdin: PIPE, stdout: PIPE });
  const [stdout] = yield* process.communicate();
  expect([text(stdout), process.returncode]).toEqual(["", 0]);
});

// CPython: test_subprocess.SubprocessMixin.test_stdin_not_inheritable
// CPython: test_subprocess.SubprocessMixin.test_empty_input
test("communicate() ends the input, also an empty one", function* () {
  for (const [input, count] of [
    ["abc", "3"],
    ["", "0"],
  ] as const) {
    const process = yield* createSubprocessExec(...COUNT, { stdin: PIPE, stdout: PIPE, stderr: PIPE });
    const [stdout, stderr] = yield* process.communicate(input);
    expect([text(stdout)!.trim(), text(stderr)]).toEqual([count, ""]);
  }
});

// CPython: test_subprocess.SubprocessMixin.test_devnull_input
test("DEVNULL as stdin is an empty input", function* () {
  const process = yield* createSubprocessExec(...COUNT, { stdin: DEVNULL, stdout: PIPE });
  expect(text((yield* process.communicate())[0])!.trim()).toBe("0");
});

// CPython: test_subprocess.SubprocessMixin.test_devnull_output
// CPython: test_subprocess.SubprocessMixin.test_devnull_error
test("DEVNULL as stdout or stderr gives null", function* () {
  const first = yield* createSubprocessExec(...COUNT, { stdin: PIPE, stdout: DEVNULL, stderr: PIPE });
  expect((yield* first.communicate("abc")).map(text)).toEqual([null, ""]);
  const second = yield* createSubprocessShell("echo out; echo error >&2", { stdout: PIPE, stderr: DEVNULL });
  const [stdout, stderr] = yield* second.communicate();
  expect([text(stdout), stderr]).toEqual(["out\n", null]);
});

test("stdout and stderr are two pipes, or one in the order of the writes", function* () {
  const command = "for i in 1 2 3; do echo out $i; echo error $i >&2; done; exit 2";
  const apart = yield* createSubprocessShell(command, { stdout: PIPE, stderr: PIPE });
  expect((yield* apart.communicate()).map(text)).toEqual(["out 1\nout 2\nout 3\n", "error 1\nerror 2\nerror 3\n"]);
  const joined = yield* createSubprocessShell(command, { stdout: PIPE, stderr: STDOUT });
  const [stdout, stderr] = yield* joined.communicate();
  expect(text(stdout)).toBe("out 1\nerror 1\nout 2\nerror 2\nout 3\nerror 3\n");
  expect([stderr, joined.stderr, joined.returncode]).toEqual([null, null, 2]);
});

// CPython: test_subprocess.SubprocessMixin.test_communicate_ignore_broken_pipe
test("communicate() ignores that the process exits before it has read the input", function* () {
  const process = yield* createSubprocessExec("true", [], { stdin: PIPE });
  yield* process.communicate(new Uint8Array(LARGE));
  expect(yield* process.wait()).toBe(0);
});

// CPython: test_subprocess.SubprocessMixin.test_stdin_broken_pipe
test("drain() throws if the process exits before it has read its input", function* () {
  // The exit and the end of the pipe come in any order.
  for (let i = 0; i < 10; i++) {
    const process = yield* createSubprocessShell("read line; exit 0", { stdin: PIPE });
    process.stdin!.write("line\n");
    process.stdin!.write(new Uint8Array(LARGE));
    expect(["EPIPE", "ECONNRESET"]).toContain((yield* thrown(process.stdin!.drain())).code);
    expect(yield* process.wait()).toBe(0);
  }
});

// CPython: test_subprocess.SubprocessMixin.test_pause_reading
test("a process that writes more than twice the limit waits for its reader", function* () {
  const process = yield* createSubprocessExec("head", ["-c", String(LARGE), "/dev/zero"], { stdout: PIPE, limit: 10 });
  // A process that does not have to wait is done within a few of these passes.
  for (let i = 0; i < 500; i++) yield* sleep(0);
  expect(process.returncode).toBe(null);
  expect((yield* process.communicate())[0]!.length).toBe(LARGE);
  expect(process.returncode).toBe(0);
});

// CPython: test_subprocess.SubprocessMixin.test_read_stdout_after_process_exit
test("all output can be read after the exit", function* () {
  const process = yield* createSubprocessExec("head", ["-c", "65536", "/dev/zero"], { stdout: PIPE, limit: 1000 });
  yield* process.wait();
  for (let i = 0; i < 100; i++) yield* sleep(0);
  let count = 0;
  for (let data = yield* process.stdout!.read(65_536); data.length > 0; data = yield* process.stdout!.read(65_536)) count += data.length;
  expect(count).toBe(65_536);
});

// CPython: test_subprocess.SubprocessMixin.test_subprocess_communicate_stdout
test("ten processes communicate at once", function* () {
  const outputs = yield* gather(
    ...Array.from({ length: 10 }, (_, i) =>
      (function* () {
        const process = yield* createSubprocessExec("echo", [`foo${i}`], { stdout: PIPE });
        return text((yield* process.communicate())[0])!.trim();
      })(),
    ),
  );
  expect(outputs).toEqual(Array.from({ length: 10 }, (_, i) => `foo${i}`));
});

test("a cancelled communicate() leaves the process running", function* () {
  using process = yield* createSubprocessExec(...CAT, { stdin: PIPE, stdout: PIPE });
  const communicating = createTask(process.communicate(new Uint8Array(LARGE)));
  yield* sleep(0);
  communicating.cancel();
  expect(yield* thrown(communicating)).toBeInstanceOf(CancelledError);
  expect(process.returncode).toBe(null);
});

test("killOnCancel sends its signal, and waits for the exit", function* () {
  const process = yield* onTerm("process.exit(3)");
  const communicating = createTask(process.communicate(null, { killOnCancel: "SIGTERM" }));
  yield* sleep(0);
  communicating.cancel();
  expect(yield* thrown(communicating)).toBeInstanceOf(CancelledError);
  expect(process.returncode).toBe(3);
});

test("killOnCancel kills a process that ignores the signal, after the grace", function* () {
  const process = yield* onTerm("");
  const communicating = createTask(process.communicate(null, { killOnCancel: "SIGTERM", grace: 5 }));
  yield* sleep(0);
  communicating.cancel();
  expect(yield* thrown(communicating)).toBeInstanceOf(CancelledError);
  expect(process.returncode).toBe(-9);
});

test("a second cancellation kills the process at once", function* () {
  const process = yield* onTerm("console.log('received')");
  const communicating = createTask(process.communicate(null, { killOnCancel: "SIGTERM", grace: 60_000 }));
  yield* sleep(0);
  communicating.cancel();
  expect(text(yield* process.stdout!.readline())).toBe("received\n");
  communicating.cancel();
  expect(yield* thrown(communicating)).toBeInstanceOf(CancelledError);
  expect(yield* process.wait()).toBe(-9);
});

test("communicate() refuses bad input and options", function* () {
  using process = yield* createSubprocessExec(...CAT, { stdin: PIPE });
  expect((yield* thrown(process.communicate(1 as never))).message).toBe("communicate: a Uint8Array, a string or null was expected, got 1");
  expect((yield* thrown(process.communicate("", { grace: "1" } as never))).message).toContain("a number of milliseconds");
  expect((yield* thrown(process.communicate("", { kill: "SIGTERM" } as never))).message).toContain('unknown option "kill"');
  expect(yield* thrown(process.communicate("", { killOnCancel: "SIGNONE" as never }))).toBeInstanceOf(RangeError);
});

/** Starts a program that runs a script of its own at SIGTERM, and is ready for it. */
function* onTerm(script: string): Coroutine<Process> {
  const program = `process.on("SIGTERM", () => { ${script} }); setInterval(() => {}, 60_000); console.log("ready")`;
  const started = yield* createSubprocessExec(process.execPath, ["--eval", program], { stdout: PIPE });
  yield* started.stdout!.readline();
  return started;
}
