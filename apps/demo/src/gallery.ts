/** A program of the gallery: `programs/NAME.ts`, its Python original `programs/NAME.py`, and what that one printed. */
export interface Program {
  name: string;
  caption: string;
  /** It waits for the world: it has no original and no recording, and always plays in real time. */
  live?: true;
}

/** Programs that show one thing. */
export interface Room {
  title: string;
  programs: Program[];
}

/** Every program of the tutorials, simple ones first; then what bridges make of the same. */
export const gallery: Room[] = [
  {
    title: "Coroutines",
    programs: [
      { name: "hello-world", caption: "The smallest program: a coroutine, and run" },
      { name: "hello-goodbye", caption: "A coroutine that waits a second before it goes on" },
      { name: "hello-again", caption: "The same, as another tutorial says it" },
      { name: "five-seconds", caption: "It waits for as long as it is told" },
      { name: "hey-ash", caption: "run calls the coroutine, makes a loop for it and closes the loop" },
      { name: "hey-ash-bare-call", caption: "A bare call runs nothing, and that is reported" },
      { name: "coroutine-object", caption: "What the call gives instead: a coroutine object" },
      { name: "coroutine-function", caption: "Coroutine functions told from functions" },
      { name: "run-coroutine", caption: "run gives the value that the coroutine returns" },
      { name: "await-protocol", caption: "An object of your own that can be awaited" },
    ],
  },
  {
    title: "One after the other",
    programs: [
      { name: "await-coroutine", caption: "Awaiting a coroutine runs it to its end" },
      { name: "hey-ash-numbers", caption: "One coroutine waits for another, number by number" },
      { name: "numbers-hello", caption: "What comes after an await comes after all of it" },
      { name: "sequential", caption: "1 s and 2 s, awaited one after the other: 3 s" },
      { name: "multiply-add", caption: "A product, then a sum: two coroutines" },
      { name: "multiply-add-omitted-await", caption: "Forget to await the product, and there is none" },
      { name: "coffee-bagel", caption: "Coffee, then a bagel: 6 s" },
      { name: "coffee-bagel-never-awaited", caption: "Forget to await either: no breakfast" },
    ],
  },
  {
    title: "Side by side",
    programs: [
      { name: "one-task", caption: "A coroutine becomes a task" },
      { name: "nine-steps", caption: "Two tasks take turns, in nine steps" },
      { name: "task-not-awaited", caption: "A task that nobody waits for ends with the program" },
      { name: "task-awaited", caption: "One final await, and it may finish" },
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
      { name: "loop-all-tasks", caption: "Ask the loop for its tasks instead of keeping them" },
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
      { name: "producer-consumer", caption: "Two who make, two who eat, and room for two between" },
      { name: "crawler", caption: "Ten pages, three requests at a time, four a second" },
    ],
  },
  {
    title: "Observables",
    programs: [{ name: "type-ahead", caption: "Search at each pause in typing; RxJS beside tasks by hand" }],
  },
  {
    title: "Live, with promises",
    programs: [{ name: "live-fetch", caption: "Five requests, a time limit and a cancellation", live: true }],
  },
];

/** The same programs without their rooms. */
export const programs: Program[] = gallery.flatMap((room) => room.programs);

/** Those that CPython has played as well. */
export const recorded: Program[] = programs.filter((program) => program.live !== true);
