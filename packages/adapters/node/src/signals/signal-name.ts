import { constants } from "node:os";
import { repr } from "@asyncio-ts/loop/lowlevel";

/** The name of a signal. Not every system has all of them. */
export type SignalName =
  | "SIGABRT"
  | "SIGALRM"
  | "SIGBREAK"
  | "SIGBUS"
  | "SIGCHLD"
  | "SIGCONT"
  | "SIGFPE"
  | "SIGHUP"
  | "SIGILL"
  | "SIGINFO"
  | "SIGINT"
  | "SIGIO"
  | "SIGIOT"
  | "SIGKILL"
  | "SIGLOST"
  | "SIGPIPE"
  | "SIGPOLL"
  | "SIGPROF"
  | "SIGPWR"
  | "SIGQUIT"
  | "SIGSEGV"
  | "SIGSTKFLT"
  | "SIGSTOP"
  | "SIGSYS"
  | "SIGTERM"
  | "SIGTRAP"
  | "SIGTSTP"
  | "SIGTTIN"
  | "SIGTTOU"
  | "SIGUNUSED"
  | "SIGURG"
  | "SIGUSR1"
  | "SIGUSR2"
  | "SIGVTALRM"
  | "SIGWINCH"
  | "SIGXCPU"
  | "SIGXFSZ";

const numbers = constants.signals as Readonly<Partial<Record<SignalName, number>>>;

/** Returns the number of a signal on this system. */
export function signalNumber(signal: SignalName): number {
  return numbers[signal] ?? 0;
}

/** Checks the name of a signal. @throws TypeError if it is no string, RangeError if this system has no such signal */
export function checkSignal(caller: string, signal: unknown): asserts signal is SignalName {
  if (typeof signal === "string" && Object.hasOwn(numbers, signal)) return;
  const message = `${caller}: the name of a signal was expected, such as "SIGTERM", got ${repr(signal)}`;
  throw typeof signal === "string" ? new RangeError(message) : new TypeError(message);
}
