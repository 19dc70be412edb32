import { CancelledError, type Coroutine, type EventLoop, staggeredRace } from "@asyncio-ts/tasks";
import type { Channel } from "./channel.ts";
import type { AddressInfo, Family, Network } from "./network.ts";

/** The options of a connection to a host. */
export interface ConnectOptions {
  readonly family?: Family | undefined;
  readonly localAddr?: readonly [host: string, port: number] | undefined;
  /** Milliseconds between the attempts; null to wait for the failure of the previous one. */
  readonly happyEyeballsDelay: number | null;
}

/** Connects to the first address of a host that answers. A cancellation leaves nothing open. @throws the errors of the attempts */
export function* connectToHost(
  caller: string,
  loop: EventLoop,
  network: Network,
  host: string,
  port: number,
  { family, localAddr, happyEyeballsDelay }: ConnectOptions,
): Coroutine<Channel> {
  const infos = yield* addressesOf(caller, loop, network, host, port, family);
  const locals = localAddr === undefined ? null : yield* addressesOf(caller, loop, network, ...localAddr, family);
  const connect = (info: AddressInfo): Coroutine<Channel> =>
    network.connect(loop, info, locals === null ? {} : { localAddr: localOf(locals, info) });
  if (happyEyeballsDelay !== null && infos.length > 1) return yield* race(interleaved(infos), connect, happyEyeballsDelay);
  const errors: unknown[] = [];
  for (const info of infos) {
    try {
      return yield* connect(info);
    } catch (error) {
      if (error instanceof CancelledError) throw error;
      errors.push(error);
    }
  }
  throw failureOf(errors);
}

/** Returns the addresses of a host name. @throws Error if there are none */
export function* addressesOf(
  caller: string,
  loop: EventLoop,
  network: Network,
  host: string,
  port: number,
  family: Family | undefined,
): Coroutine<AddressInfo[]> {
  const infos = yield* network.getaddrinfo(loop, host, port, { family });
  if (infos.length === 0) throw new Error(`${caller}: the host ${JSON.stringify(host)} has no addresses`);
  return infos;
}

/** Connects to several addresses, one after the other but without waiting for the end of an attempt. */
function* race(infos: AddressInfo[], connect: (info: AddressInfo) => Coroutine<Channel>, delay: number): Coroutine<Channel> {
  let winner: Channel | null = null;
  const attempts = infos.map(
    (info) =>
      function* (): Coroutine<Channel> {
        const channel = yield* connect(info);
        // Two may connect in the same pass.
        if (winner === null) winner = channel;
        else channel.destroy();
        return channel;
      },
  );
  try {
    const [channel, , errors] = yield* staggeredRace(attempts, delay);
    if (channel !== null) return channel;
    throw failureOf(errors);
  } catch (error) {
    (winner as Channel | null)?.destroy();
    throw error;
  }
}

/** Returns the local address for a remote one: the first of its family. @throws Error if there is none */
function localOf(locals: AddressInfo[], { family }: AddressInfo): AddressInfo {
  const local = locals.find((info) => info.family === family);
  if (local === undefined) throw new Error(`no local address of family IPv${family} was given`);
  return local;
}

/** Returns the addresses with the families in turn. */
function interleaved(infos: AddressInfo[]): AddressInfo[] {
  const first = infos.filter(({ family }) => family === infos[0]!.family);
  const others = infos.filter(({ family }) => family !== infos[0]!.family);
  const count = Math.max(first.length, others.length);
  return Array.from({ length: count }, (_, index) => [first[index], others[index]])
    .flat()
    .filter((info) => info !== undefined);
}

/** Returns one error for all attempts: theirs if they agree, else one that has them all. */
function failureOf(errors: readonly unknown[]): unknown {
  const first = errors[0];
  if (errors.every((error) => String(error) === String(first))) return first;
  const texts = errors.map((error) => (error instanceof Error ? error.message : String(error)));
  const code: unknown = (first as { code?: unknown }).code;
  return Object.assign(new AggregateError(errors, `Multiple exceptions: ${texts.join(", ")}`), code === undefined ? {} : { code });
}
