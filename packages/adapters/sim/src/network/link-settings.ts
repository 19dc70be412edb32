import { repr } from "@asyncio-ts/loop/lowlevel";

/** A latency in milliseconds: always the same, or chosen from a range. */
export type Latency = number | readonly [least: number, most: number];

/** What a link does to the messages on it. */
export interface LinkOptions {
  /** The milliseconds that a message takes: a number, or `[least, most]`. */
  latency?: Latency | undefined;
  /** The probability that a datagram is lost. */
  loss?: number | undefined;
  /** The probability that a datagram arrives twice. */
  duplicate?: number | undefined;
  /** The probability that a datagram is held up, so that later ones overtake it. */
  reorder?: number | undefined;
  /** The bytes that pass in a second, in each direction. */
  bandwidth?: number | undefined;
}

/** All settings of a link. */
export interface LinkValues {
  readonly latency: Latency;
  readonly loss: number;
  readonly duplicate: number;
  readonly reorder: number;
  readonly bandwidth: number;
}

export const DEFAULT_LINK: LinkValues = { latency: [1, 10], loss: 0, duplicate: 0, reorder: 0, bandwidth: Infinity };

/** The settings of the way from a node to itself, which those of the network leave alone. */
export const LOOPBACK: LinkValues = { ...DEFAULT_LINK, latency: 0 };

/** The names of the settings. */
export const LINK_NAMES: readonly (keyof LinkOptions)[] = ["latency", "loss", "duplicate", "reorder", "bandwidth"];

/** Checks one setting. @throws TypeError or RangeError if it is wrong */
export function checkLinkValue(caller: string, name: keyof LinkOptions, value: unknown): void {
  const expected =
    name === "latency"
      ? "milliseconds or a range [least, most] of them"
      : name === "bandwidth"
        ? "a number of bytes a second, above 0"
        : "a probability from 0 to 1";
  const isOfKind = typeof value === "number" || (name === "latency" && Array.isArray(value));
  const isRight = name === "latency" ? isLatency(value) : name === "bandwidth" ? isAboveZero(value) : isProbability(value);
  if (isOfKind && isRight) return;
  const got = Array.isArray(value) ? `[${value.map((part) => repr(part)).join(", ")}]` : repr(value);
  const message = `${caller}: ${expected} was expected as ${name}, got ${got}`;
  throw isOfKind ? new RangeError(message) : new TypeError(message);
}

/** Returns whether a value is a probability. */
export function isProbability(value: unknown): value is number {
  return typeof value === "number" && value >= 0 && value <= 1;
}

function isAboveZero(value: unknown): boolean {
  return typeof value === "number" && value > 0;
}

function isLatency(value: unknown): boolean {
  const [least, most] = Array.isArray(value) && value.length === 2 ? (value as [unknown, unknown]) : [value, value];
  return typeof least === "number" && typeof most === "number" && least >= 0 && least <= most && most < Infinity;
}

/** The settings of the network, or of one link, which may be changed while the program runs. */
export class LinkSettings {
  readonly #caller: string;
  readonly #defaults: LinkValues;
  #own: LinkOptions;

  /** @internal @param defaults the settings that are not set here */
  constructor(caller: string, defaults: LinkValues, own: LinkOptions = {}) {
    this.#caller = caller;
    this.#defaults = defaults;
    this.#own = own;
  }

  /** The milliseconds that a message takes: a number, or `[least, most]`. */
  get latency(): Latency {
    return this.#own.latency ?? this.#defaults.latency;
  }

  set latency(value: Latency) {
    this.#set("latency", value);
  }

  /** The probability that a datagram is lost. */
  get loss(): number {
    return this.#own.loss ?? this.#defaults.loss;
  }

  set loss(value: number) {
    this.#set("loss", value);
  }

  /** The probability that a datagram arrives twice. */
  get duplicate(): number {
    return this.#own.duplicate ?? this.#defaults.duplicate;
  }

  set duplicate(value: number) {
    this.#set("duplicate", value);
  }

  /** The probability that a datagram is held up, so that later ones overtake it. */
  get reorder(): number {
    return this.#own.reorder ?? this.#defaults.reorder;
  }

  set reorder(value: number) {
    this.#set("reorder", value);
  }

  /** The bytes that pass in a second, in each direction; Infinity at first. */
  get bandwidth(): number {
    return this.#own.bandwidth ?? this.#defaults.bandwidth;
  }

  set bandwidth(value: number) {
    this.#set("bandwidth", value);
  }

  #set(name: keyof LinkOptions, value: unknown): void {
    checkLinkValue(this.#caller, name, value);
    this.#own = { ...this.#own, [name]: value };
  }
}
