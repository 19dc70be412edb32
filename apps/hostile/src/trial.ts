import type { Parameter, Target } from "./surface.ts";
import { plausible, plausibleOption } from "./plausible.ts";
import { values } from "./values.ts";

/** The loop of a call: on virtual time, on the host's, or outside of any step. */
export type Mode = "virtual" | "host" | "outside";

/** Where the hostile value goes: an argument, or an option of one. */
export interface Place {
  index: number;
  option: string | null;
}

/** One call of one function with one hostile value. */
export interface Trial {
  target: Target;
  /** Null for a function without parameters. */
  place: Place | null;
  value: string;
  mode: Mode;
}

/** These run a loop, so they are called outside of any step. */
export const RUNNERS: ReadonlySet<string> = new Set(["run", "Runner.run", "VirtualLoop.runUntilComplete", "HostLoop.runUntilComplete"]);

/** The classes of loops have their methods from EventLoop. */
const LOOPS = new Set(["HostLoop", "PageLoop", "ThreadLoop", "VirtualLoop", "HostVirtualLoop"]);

/**
 * On the loop of the trial itself these would end the trial. A HostDriver is moved by its loop only. Programs of the host would run,
 * and a Process is made by them only. Each name is a function of the modules that `threadModule` and `workerModule` return.
 */
const SKIPPED =
  /^((EventLoop|LoopCore)\.(stop|close|runForever|runUntilComplete|constructor)|HostDriver\.(park|wake|close)|Runner\.(close|getLoop)|createSubprocess\w+|Process\.\w+|threadModule|workerModule)$/;

/** Returns the name of a target, `function` or `Class.method`. */
export function nameOf({ name, member }: Target): string {
  return member === null ? name : `${name}.${member}`;
}

/** Returns the name of a target with its module: `@asyncio-ts/tasks Task.cancel`. */
export function fullNameOf(target: Target): string {
  return `${target.module} ${nameOf(target)}`;
}

/** Returns the places of a target for a hostile value. */
export function placesOf(target: Target): (Place | null)[] {
  const places = target.parameters.flatMap((_, index): Place[] => [
    { index, option: null },
    ...target.options[index]!.map((option) => ({ index, option })),
  ]);
  return places.length === 0 ? [null] : places;
}

/** Returns all trials in a fixed order. */
export function allTrials(targets: readonly Target[]): Trial[] {
  return targets.filter(isCalled).flatMap((target) => {
    const modes = modesOf(target);
    return placesOf(target).flatMap((place) =>
      (place === null ? ["undefined"] : Object.keys(values)).flatMap((value) => modes.map((mode) => ({ target, place, value, mode }))),
    );
  });
}

function isCalled(target: Target): boolean {
  const name = nameOf(target);
  if (RUNNERS.has(name)) return true;
  if (SKIPPED.test(name)) return false;
  return !LOOPS.has(target.name) || target.member === "constructor";
}

function modesOf(target: Target): Mode[] {
  if (RUNNERS.has(nameOf(target))) return ["outside"];
  // Instances are made inside a step. A loop that was made is run.
  return target.member === null || LOOPS.has(target.name) ? ["virtual", "host", "outside"] : ["virtual", "host"];
}

/** Returns the arguments of a trial. */
export function argumentsOf({ target, place }: Trial, value: unknown): unknown[] {
  const { module, name, parameters } = target;
  return parameters.map((parameter: Parameter, index) => {
    if (place === null || place.index !== index) return plausible(module, name, parameter);
    return place.option === null ? value : { ...required(parameter), [place.option]: value };
  });
}

/** An object that is no bag of options, but has options as members, needs its other members. */
function required({ type }: Parameter): object {
  const keys = /^\{\s*$/.test(type) ? [] : type.startsWith("{") ? [...type.matchAll(/(\w+):/g)].map(([, key]) => key!) : [];
  return Object.fromEntries(keys.map((key) => [key, plausibleOption(key)]));
}

/** Returns a trial as text: `@asyncio-ts/tasks timeout(ms = symbol), virtual`. */
export function describe({ target, place, value, mode }: Trial): string {
  const parameter = place === null ? "" : target.parameters[place.index]!.name + (place.option === null ? "" : `.${place.option}`);
  return `${fullNameOf(target)}(${place === null ? "" : `${parameter} = ${value}`}), ${mode}`;
}
