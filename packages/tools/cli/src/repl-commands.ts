import { writeFileSync } from "node:fs";
import { type Recording, toPerfetto, warnings } from "@asyncio-ts/trace";
import { allTasks, type HostLoop, type Task } from "asyncio-ts";

const HELP = [
  ":tasks            list the tasks that are not done",
  ":cancel <name>    cancel a task, by its name or its number in the list",
  ":warnings         list the probable mistakes of the session's tasks",
  ":trace <file>     write the session's latest events, for ui.perfetto.dev",
  ":help             list the commands",
  "Ctrl-C            cancel the line under way",
  "Ctrl-D            cancel all tasks, and exit",
].join("\n");

/** Returns whether a line is a command. */
export function isCommand(source: string): boolean {
  return /^\s*:/.test(source);
}

/** Runs a command. Returns the text to print. */
export function runCommand(source: string, loop: HostLoop, recording: Recording): string {
  const [, name, argument = ""] = /^\s*:(\w*)\s*(.*?)\s*$/.exec(source) ?? [];
  const tasks = [...allTasks(loop)];
  if (name === "tasks") return tasks.length === 0 ? "no tasks" : tasks.map(describe).join("\n");
  if (name === "cancel") return cancel(tasks, argument);
  if (name === "warnings")
    return (
      warnings(recording)
        .map(({ message }) => message)
        .join("\n") || "no warnings"
    );
  if (name === "trace") return writeTrace(recording, argument);
  return name === "help" ? HELP : `There is no command :${name}.\n${HELP}`;
}

function describe(task: Task<unknown>, index: number): string {
  const place = task.getStack().at(-1);
  return `${index + 1}  ${task.getName()}  ${place === undefined ? "ready" : `waits in ${place}`}`;
}

function writeTrace(recording: Recording, file: string): string {
  if (file === "") return ":trace needs the name of a file";
  try {
    writeFileSync(file, JSON.stringify(toPerfetto(recording)));
    return `wrote ${file}`;
  } catch (error) {
    return String(error);
  }
}

function cancel(tasks: readonly Task<unknown>[], argument: string): string {
  const task = tasks.find((each) => each.getName() === argument) ?? tasks[Number(argument) - 1];
  if (task === undefined) return `There is no task "${argument}". :tasks lists them.`;
  task.cancel();
  return `cancelled ${task.getName()}`;
}
