import { tmpdir } from "node:os";
import { pathToFileURL } from "node:url";
import { realpathSync } from "node:fs";
import { expect } from "vitest";
import { createSubprocessExec, createSubprocessShell, PIPE, ProcessLookupError } from "@asyncio-ts/node";
import { thrown } from "@asyncio-ts/test-helpers/thrown";
import { createTask, gather, sleep, waitFor } from "asyncio-ts";
import { test } from "./host-test.ts";
import { BLOCKED, CAT, text } from "./programs.ts";

// CPython: test_subprocess.SubprocessMixin.test_stdin_stdout
test("a process reads its stdin pipe and writes its stdout pipe", function* () {
  const process = yield* createSubprocessExec(...CAT, { stdin: PIPE, stdout: PIPE });
  process.stdin!.write("some data");
  yield* process.stdin!.drain();
  process.stdin!.close();
  expect(text(yield* process.stdout!.read())).toBe("some data");
  expect(yield* process.wait()).toBe(0);
  expect(process.stderr).toBe(null);
});

// CPython: test_subprocess.SubprocessMixin.test_shell
test("createSubprocessShell() runs a command line", function* () {
  const process = yield* createSubprocessShell("exit 7");
  expect(yield* process.wait()).toBe(7);
  expect([process.returncode, yield* process.wait()]).toEqual([7, 7]);
});

// CPython: test_subprocess.SubprocessMixin.test_start_new_session
test("startNewSession lets the process lead a session", function* () {
  const process = yield* createSubprocessShell("ps -o sid= -p $$; echo $$; exit 8", { startNewSession: true, stdout: PIPE });
  const [stdout] = yield* process.communicate();
  const [session, pid] = text(stdout)!.split("\n");
  expect([Number(session), Number(pid), process.returncode]).toEqual([process.pid, process.pid, 8]);
});

// CPython: test_subprocess.SubprocessMixin.test_kill
test("kill() ends a process with the returncode -9", function* () {
  const process = yield* createSubprocessExec(...BLOCKED);
  process.kill();
  expect(yield* process.wait()).toBe(-9);
});

// CPython: test_subprocess.SubprocessMixin.test_kill_issue43884
test("kill() ends a shell that waits for its child", function* () {
  const process = yield* createSubprocessShell("sleep 3600 & echo ready; wait", { stdout: PIPE, startNewSession: true });
  yield* process.stdout!.readline();
  process.kill();
  expect(yield* process.wait()).toBe(-9);
  globalThis.process.kill(-process.pid, "SIGKILL");
  yield* process.stdout!.read();
});

// CPython: test_subprocess.SubprocessMixin.test_terminate
test("terminate() ends a process with the returncode -15", function* () {
  const process = yield* createSubprocessExec(...BLOCKED);
  process.terminate();
  expect(yield* process.wait()).toBe(-15);
});

// CPython: test_subprocess.SubprocessMixin.test_send_signal
test("sendSignal() sends a signal by name", function* () {
  const process = yield* createSubprocessShell("echo sleeping; exec sleep 3600", { stdout: PIPE });
  expect(text(yield* process.stdout!.readline())).toBe("sleeping\n");
  expect(() => process.sendSignal("SIGNONE" as never)).toThrow(RangeError);
  process.sendSignal("SIGHUP");
  expect(yield* process.wait()).toBe(-1);
});

// CPython: test_subprocess.SubprocessTransportTests.test_proc_exited
test("sendSignal(), terminate() and kill() throw a ProcessLookupError after the exit", function* () {
  const process = yield* createSubprocessShell("exit 1");
  yield* process.wait();
  for (const signal of [() => process.sendSignal("SIGTERM"), () => process.terminate(), () => process.kill()]) {
    expect(signal).toThrow(ProcessLookupError);
    expect(signal).toThrow(`process ${process.pid} has exited with returncode 1`);
  }
});

// CPython: test_subprocess.SubprocessMixin.test_subprocess_send_signal_race
test("a signal to a process that is about to exit is no error", function* () {
  for (let i = 0; i < 10; i++) {
    const process = yield* createSubprocessExec("true");
    try {
      while (process.returncode === null) {
        process.sendSignal("SIGUSR1");
        yield* sleep(0);
      }
    } catch (error) {
      expect(error).toBeInstanceOf(ProcessLookupError);
    }
    expect([0, -10]).toContain(yield* process.wait());
  }
});

// CPython: test_subprocess.SubprocessMixin.test_wait_even_if_pipe_is_open
test("wait() returns at the exit, although a grandchild holds the pipes", function* () {
  const process = yield* createSubprocessShell("cat & echo ready; exec sleep 3600", { stdin: PIPE, stdout: PIPE });
  const waiting = createTask(process.wait());
  expect(text(yield* process.stdout!.readexactly(6))).toBe("ready\n");
  process.kill();
  expect(yield* waiting).toBe(-9);
  process.stdin!.close();
  expect(text(yield* process.stdout!.read())).toBe("");
});

// CPython: test_subprocess.SubprocessMixin.test_cancel_process_wait
test("a cancelled wait() leaves the process running", function* () {
  const process = yield* createSubprocessExec(...BLOCKED);
  const waiting = createTask(process.wait());
  yield* sleep(0);
  waiting.cancel();
  yield* thrown(waiting);
  expect(process.returncode).toBe(null);
  process.kill();
  expect(yield* process.wait()).toBe(-9);
});

// CPython: test_subprocess.SubprocessMixin.test_subprocess_concurrent_wait
test("several wait() calls return the same returncode", function* () {
  const process = yield* createSubprocessExec(...CAT, { stdin: PIPE, stdout: PIPE });
  const waits = gather(...Array.from({ length: 10 }, () => process.wait()));
  expect(text((yield* process.communicate("some data"))[0])).toBe("some data");
  expect(yield* waits).toEqual(Array(10).fill(0));
  expect(yield* gather(...Array.from({ length: 10 }, () => process.wait()))).toEqual(Array(10).fill(0));
});

// CPython: test_subprocess.SubprocessMixin.test_create_subprocess_exec_with_path
test("cwd takes a path and a file URL", function* () {
  const folder = realpathSync(tmpdir());
  for (const cwd of [folder, pathToFileURL(folder)]) {
    const process = yield* createSubprocessExec("pwd", [], { cwd, stdout: PIPE });
    expect(text((yield* process.communicate())[0])).toBe(`${folder}\n`);
  }
});

// CPython: test_subprocess.SubprocessMixin.test_create_subprocess_env_shell
// CPython: test_subprocess.SubprocessMixin.test_create_subprocess_env_exec
test("env replaces the environment", function* () {
  const env = { PATH: process.env["PATH"], FOO: "bar" };
  const shell = yield* createSubprocessShell("printf %s $FOO$HOME", { env, stdout: PIPE });
  expect(text((yield* shell.communicate())[0])).toBe("bar");
  const printenv = yield* createSubprocessExec("printenv", ["FOO", "HOME"], { env, stdout: PIPE });
  expect(text((yield* printenv.communicate())[0])).toBe("bar\n");
});

// CPython: test_subprocess.SubprocessMixin.test_popen_error
// CPython: test_subprocess.SubprocessMixin.test_popen_error_with_stdin_pipe
test("a program that cannot be started is the error of the create call", function* () {
  for (const stdin of [null, PIPE] as const) {
    const error = yield* thrown(createSubprocessExec("/no/such/program", [], { stdin, stdout: PIPE }));
    expect(error.code).toBe("ENOENT");
  }
  expect((yield* thrown(createSubprocessExec("true", [], { cwd: "/no/such/folder" }))).code).toBe("ENOENT");
});

test("a Process prints its number and its returncode", function* () {
  const process = yield* createSubprocessExec(...BLOCKED);
  expect(String(process)).toBe(`<Process ${process.pid}>`);
  process.kill();
  yield* process.wait();
  expect(String(process)).toBe(`<Process ${process.pid} returncode=-9>`);
});

test("wait() ends in a timeout as any coroutine", function* () {
  using process = yield* createSubprocessExec(...BLOCKED);
  expect((yield* thrown(waitFor(process.wait(), 1))).name).toBe("TimeoutError");
});
