import type { Instrument, Runnable, Timer } from "@asyncio-ts/loop";
import { driverOf, runtime } from "@asyncio-ts/loop/lowlevel";
import { allTasks, type EventLoop, isFuture, Task } from "@asyncio-ts/tasks";
import { numberOf } from "@asyncio-ts/tasks/lowlevel";
import { primitiveOf } from "@asyncio-ts/sync/lowlevel";
import { firstForeign, originOf } from "./place.ts";
import * as ring from "./ring.ts";
import { TaskTable } from "./task-table.ts";
import { NONE, YIELD } from "./traced-unit.ts";
import { holdingTask, UnitTable } from "./unit-table.ts";

/** While steps are short bare yields, the clock is read once in so many of them, because a read takes longer than a step. */
const STEPS_A_READ = 64;

/** Milliseconds: steps are short below. */
const SHORT = 0.002;

/** A step around an eager step. Its begin is in the ring. */
interface OuterStep {
  readonly unit: Runnable;
  readonly outcome: number;
}

/** The instrument behind a recording. Its code runs in each step, so it only writes numbers into the ring. */
export class Recorder implements Instrument {
  readonly ring: ring.Ring;
  readonly tasks: TaskTable;
  readonly units: UnitTable;
  readonly loop: EventLoop;
  /** The unit that takes a step, when it began, the object that it waits for, and whether its begin is in the ring. */
  #unit: Runnable | null = null;
  #began = NaN;
  #outcome = NONE;
  #isPushed = false;
  readonly #outer: OuterStep[] = [];
  /** The number of steps until the next read of the clock; 0 while each step is timed. */
  #skip = 0;
  /** The latest time of a step in the ring. */
  #known: number;
  /** Tasks with cancellation requests. */
  readonly #cancelled = new Set<Task<unknown>>();

  constructor(loop: EventLoop, capacity: number) {
    this.loop = loop;
    this.ring = new ring.Ring(capacity);
    // Half of the events: the last step of a task and its end are two, so that each task with an event is known.
    this.tasks = new TaskTable(capacity / 2);
    this.units = new UnitTable(capacity);
    this.#known = this.now();
    for (const task of allTasks(loop)) this.tasks.add(task, NONE, NaN, null);
  }

  /** Returns the time of the loop, without the effect that its own method has on the scheduler. */
  now(): number {
    return driverOf(this.loop).now();
  }

  stepBegan(unit: Runnable): void {
    if (this.#skip === 0 || this.#unit !== null) this.#beginStep();
    this.#unit = unit;
    this.#outcome = NONE;
  }

  #beginStep(): void {
    if (this.#unit !== null) this.#beginInside(this.#unit);
    this.#began = this.now();
  }

  #beginInside(unit: Runnable): void {
    this.#pushBegin();
    this.#outer.push({ unit, outcome: this.#outcome });
    this.#isPushed = false;
  }

  parked(_unit: Runnable, on: unknown): void {
    if (on === null) this.#outcome = YIELD;
    else this.#parkedOn(on as object);
  }

  #parkedOn(on: object): void {
    this.#outcome = this.#codeOf(on);
    const primitive = isFuture(on) ? primitiveOf(on) : null;
    const holder = primitive === null ? null : holdingTask(primitive);
    if (holder === null) return;
    this.#pushBegin();
    this.ring.push(ring.HELD, this.#codeOf(holder), this.#outcome, NaN, this.now());
  }

  stepEnded(unit: Runnable): void {
    if (this.#outcome !== YIELD || this.#skip <= 1) return this.#endStep(unit);
    this.#skip--;
    this.ring.pushTurn(numberOf(unit));
    this.#unit = null;
  }

  #endStep(unit: Runnable): void {
    const time = this.now();
    this.ring.push(ring.STEP, this.#codeOf(unit), this.#outcome, this.#isPushed ? NaN : this.#began, time);
    if (this.#cancelled.size > 0) this.#checkUncancelled(unit, time);
    const isShort = this.#outcome === YIELD && time - this.#known < SHORT * this.#steps();
    const outer = this.#outer.pop();
    this.#unit = outer === undefined ? null : outer.unit;
    this.#outcome = outer === undefined ? NONE : outer.outcome;
    this.#isPushed = outer !== undefined;
    this.#skip = isShort && outer === undefined && this.#cancelled.size === 0 ? STEPS_A_READ : 0;
    this.#began = NaN;
    this.#known = time;
  }

  /** Returns the number of steps since the last time that is in the ring, the present one included. */
  #steps(): number {
    return this.#skip === 0 ? 1 : STEPS_A_READ - this.#skip + 1;
  }

  #checkUncancelled(unit: Runnable, time: number): void {
    const task = unit as object as Task<unknown>;
    if (!this.#cancelled.has(task) || task.cancelling() > 0) return;
    this.#cancelled.delete(task);
    this.ring.push(ring.UNCANCELLED, numberOf(task), NONE, NaN, time);
  }

  /** Puts the begin of the present step before the events that happen in it. The end of such a step is timed. */
  #pushBegin(): void {
    if (this.#unit === null || this.#isPushed) return;
    const isTimed = !Number.isNaN(this.#began);
    this.#isPushed = true;
    this.#skip = 0;
    this.#known = isTimed ? this.#began : this.now();
    this.ring.push(isTimed ? ring.BEGAN : ring.BEGAN_BEFORE, this.#codeOf(this.#unit), NONE, NaN, this.#known);
  }

  #push(kind: number, unit: object | null, by: object | null): number {
    this.#pushBegin();
    const time = this.now();
    this.ring.push(kind, this.#codeOf(unit), this.#codeOf(by), NaN, time);
    return time;
  }

  #codeOf(object: object | null): number {
    return this.units.codeOf(object, this.loop);
  }

  spawned(unit: Runnable, by: Runnable | null): void {
    const time = this.#push(ring.SPAWNED, unit, by);
    if (unit instanceof Task) this.tasks.add(unit, this.#codeOf(by), time, originOf(unit.getCoro() ?? unit));
  }

  woken(unit: Runnable, by: Runnable | null): void {
    this.#push(ring.WOKEN, unit, by);
  }

  cancelled(unit: Runnable, by: Runnable | null): void {
    this.#push(ring.CANCELLED, unit, by);
    if (unit instanceof Task) this.#cancelled.add(unit);
  }

  finished(unit: Runnable): void {
    const time = this.#push(ring.FINISHED, unit, null);
    if (!(unit instanceof Task)) return;
    this.tasks.finish(unit, time);
    this.#cancelled.delete(unit);
  }

  timerSet(timer: Timer): void {
    this.#pushTimer(ring.TIMER_SET, timer, runtime.current);
  }

  timerFired(timer: Timer): void {
    this.#pushTimer(ring.TIMER_FIRED, timer, null);
  }

  #pushTimer(kind: number, timer: Timer, by: Runnable | null): void {
    this.#pushBegin();
    const time = this.now();
    this.ring.push(kind, this.#codeOf(timer), this.#codeOf(by), timer.deadline, time);
  }

  sliceBegan(): void {
    this.#skip = 0;
    this.#known = this.now();
  }

  sliceEnded(): void {
    if (this.#skip > 0) this.ring.push(ring.CLOCK, NONE, NONE, NaN, this.now());
  }

  neverAwaited(name: string, origin: Error | null): void {
    const place = origin === null ? null : firstForeign(origin);
    this.#pushBegin();
    this.ring.push(ring.NEVER_AWAITED, place === null ? NONE : this.units.addText(place), this.units.addText(name), NaN, this.now());
  }

  /** Records a console line. */
  line(text: string): void {
    this.#pushBegin();
    const isOwn = runtime.running === this.loop;
    this.ring.push(ring.CONSOLE, this.#codeOf(isOwn ? runtime.current : null), this.units.addText(text), NaN, this.now());
  }
}
