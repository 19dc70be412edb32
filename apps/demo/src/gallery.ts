/** A program of the gallery: `programs/NAME.ts`, with its Python original `programs/NAME.py` and its recording. */
export interface Program {
  name: string;
  caption: string;
  /** A live program does real input and output. It has no original and no recording, and always plays in real time. */
  live?: true;
  /** A program without a counterpart in Python: it has no original and no recording. */
  own?: true;
}

/** Programs about one subject. */
export interface Section {
  title: string;
  programs: Program[];
}

/** The programs of the tutorials, simple ones first, then programs with Observables and Promises. */
export const gallery: Section[] = [
  {
    title: "Coroutines",
    programs: [
      { name: "hello-world", caption: "The smallest program: a coroutine, and run" },
      { name: "hello-goodbye", caption: "A coroutine that waits a second before it goes on" },
      { name: "hello-again", caption: "The same, from another tutorial" },
      { name: "five-seconds", caption: "A coroutine that waits as long as its argument says" },
      { name: "hey-ash", caption: "run calls the coroutine, makes a loop for it and closes the loop" },
      { name: "hey-ash-bare-call", caption: "A bare call runs nothing, and a warning reports it" },
      { name: "coroutine-object", caption: "The call returns a coroutine object" },
      { name: "coroutine-function", caption: "Coroutine functions told from functions" },
      { name: "run-coroutine", caption: "run returns the result of the coroutine" },
      { name: "await-protocol", caption: "An object of your own that can be awaited" },
    ],
  },
  {
    title: "One after the other",
    programs: [
      { name: "await-coroutine", caption: "Awaiting a coroutine runs it to its end" },
      { name: "hey-ash-numbers", caption: "One coroutine waits for another, number by number" },
      { name: "numbers-hello", caption: "After an await, all of the awaited coroutine has run" },
      { name: "sequential", caption: "1 s and 2 s, awaited one after the other: 3 s" },
      { name: "multiply-add", caption: "A product, then a sum: two coroutines" },
      { name: "multiply-add-omitted-await", caption: "Without an await there is no product" },
      { name: "coffee-bagel", caption: "Coffee, then a bagel: 6 s" },
      { name: "coffee-bagel-never-awaited", caption: "Without an await there is no breakfast" },
    ],
  },
  {
    title: "Side by side",
    programs: [
      { name: "one-task", caption: "A coroutine becomes a task" },
      { name: "nine-steps", caption: "Two tasks take turns, in nine steps" },
      { name: "task-not-awaited", caption: "A task that is not awaited ends with the program" },
      { name: "task-awaited", caption: "With a final await it finishes" },
      { name: "hey-ash-finish", caption: "A task counts on while the main one sleeps" },
      { name: "concurrent", caption: "1 s and 2 s as tasks: 2 s" },
      { name: "multiply-add-tasks", caption: "A product and a sum at the same time: two tasks" },
      { name: "coffee-bagel-tasks", caption: "Coffee and a bagel as tasks: 3 s" },
      { name: "coffee-bagel-gather", caption: "Coffee and a bagel in one batch: 3 s" },
      { name: "evens-odds", caption: "Even and odd numbers, gathered" },
      { name: "numbers-letters", caption: "Numbers and letters, gathered" },
      { name: "greetings", caption: "The same greeting twice, in the time of one" },
      { name: "line-at-the-end", caption: "Coroutines, tasks and gather; then the line at the end" },
    ],
  },
  {
    title: "The loop by hand",
    programs: [
      { name: "loop-by-hand", caption: "Get a loop, give it tasks, run it until they are done" },
      { name: "loop-all-tasks", caption: "Get the tasks from the loop instead of keeping them" },
      { name: "loop-close", caption: "Numbers and letters, and the loop is closed at the end" },
      { name: "loop-states", caption: "Not running, running, closed" },
    ],
  },
  {
    title: "Futures and time limits",
    programs: [
      { name: "future-states", caption: "A future before and after its cancellation" },
      { name: "timeout", caption: "400 s of work within a limit of 1 s" },
    ],
  },
  {
    title: "Queues and locks",
    programs: [
      { name: "producer-consumer", caption: "Two producers, two consumers, a queue with room for two" },
      { name: "crawler", caption: "Ten pages, three requests at a time, four a second" },
    ],
  },
  {
    title: "Observables",
    programs: [{ name: "type-ahead", caption: "Search at each pause in typing: RxJS with tasks" }],
  },
  {
    title: "Tests",
    programs: [{ name: "finding-races", caption: "A lost update: found, replayed, mended with a lock", own: true }],
  },
  {
    title: "Live, with promises",
    programs: [{ name: "live-fetch", caption: "Five requests, a time limit and a cancellation", live: true }],
  },
];

/** All programs. */
export const programs: Program[] = gallery.flatMap((section) => section.programs);

/** The programs with a recording of CPython. */
export const recorded: Program[] = programs.filter((program) => program.live !== true && program.own !== true);
