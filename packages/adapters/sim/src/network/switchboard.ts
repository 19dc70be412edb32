import { type Datagram, DatagramPipe } from "./datagram-pipe.ts";
import type { Fabric } from "../world/fabric.ts";
import { Host } from "./host.ts";
import { type LinkOptions, LinkSettings, type LinkValues, LOOPBACK } from "./link-settings.ts";
import { networkError } from "./network-error.ts";
import { Path } from "./path.ts";

/** The names by which a host reaches itself. */
const OWN_NAMES = ["localhost", "0.0.0.0", "127.0.0.1", "::", "::1"];

/** Returns whether a name always means the host itself, so that no node can have it. */
export function isOwnName(name: string): boolean {
  return OWN_NAMES.includes(name);
}

/** All hosts, and the ways between them. */
export class Switchboard {
  readonly fabric: Fabric;
  /** The settings of all links. */
  readonly settings: LinkSettings;
  readonly #hosts = new Map<string, Host>();
  readonly #links = new Map<string, LinkSettings>();
  readonly #paths = new Map<string, Path>();
  readonly #pipes = new Map<Path, DatagramPipe>();

  constructor(fabric: Fabric, defaults: LinkValues, options: LinkOptions) {
    this.fabric = fabric;
    this.settings = new LinkSettings("sim.net", defaults, options);
  }

  /** Adds a host. */
  add(name: string): Host {
    const host = new Host(name);
    this.#hosts.set(name, host);
    return host;
  }

  /** Returns the names of the hosts. */
  names(): string[] {
    return [...this.#hosts.keys()];
  }

  /** Returns the host that a name means on `from`; null if there is none. */
  find(from: Host, name: string): Host | null {
    return isOwnName(name) ? from : (this.#hosts.get(name) ?? null);
  }

  /** Returns a host by its own name; null if there is none. */
  get(name: string): Host | null {
    return this.#hosts.get(name) ?? null;
  }

  /** Returns the error of a look-up that fails. */
  unknownHost(name: string): Error {
    return networkError("ENOTFOUND", "getaddrinfo", `${name}: no node has this name; the nodes are ${this.names().join(", ")}`);
  }

  /** Returns the settings of the link between two hosts, in both directions. */
  link(a: string, b: string): LinkSettings {
    const key = a < b ? `${a}\n${b}` : `${b}\n${a}`;
    let link = this.#links.get(key);
    if (link !== undefined) return link;
    link = new LinkSettings(`sim.net.between("${a}", "${b}")`, a === b ? LOOPBACK : this.settings);
    this.#links.set(key, link);
    return link;
  }

  /** Returns the way from one host to another one. */
  path(from: string, to: string): Path {
    const key = `${from}\n${to}`;
    let path = this.#paths.get(key);
    if (path === undefined) this.#paths.set(key, (path = new Path(this.fabric, from, to, this.link(from, to))));
    return path;
  }

  /** Returns all ways on which something was sent, or that were blocked. */
  paths(): Iterable<Path> {
    return this.#paths.values();
  }

  /** Sends a datagram. */
  sendDatagram(datagram: Datagram): void {
    const path = this.path(datagram.from.host.name, datagram.to.name);
    let pipe = this.#pipes.get(path);
    if (pipe === undefined) this.#pipes.set(path, (pipe = new DatagramPipe(this.fabric, path)));
    pipe.send(datagram);
  }

  /** Breaks all connections between two hosts. */
  reset(a: string, b: string): void {
    for (const channel of this.#hosts.get(a)!.channels) if (channel.peerHost.name === b) channel.reset();
  }
}
