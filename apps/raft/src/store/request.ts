import type { PeerRequest } from "../consensus/messages.ts";
import type { Role } from "../consensus/standing.ts";
import type { Change, Command, Result } from "./command.ts";

/** A request of a client. */
export type ClientRequest = Command | { readonly kind: "read"; readonly key: string };

/** A request of an operator, which any node answers for itself. */
export interface StatusRequest {
  readonly kind: "status";
}

/** The state of a node. */
export interface Status {
  readonly role: Role;
  readonly term: number;
  /** The index of the last entry that is applied to the store. */
  readonly applied: number;
}

/** A request that `mistakeIn` has passed. */
export type Request = ClientRequest | StatusRequest | PeerRequest;

/** The answer to a client: a result, the node to ask in the place of this one, or the mistake in the request. */
export type ClientReply =
  | { readonly result: Result }
  | { readonly redirect: string | null }
  | { readonly refusal: string };

/** Returns the mistake in a request that has come over the network; null if there is none. */
export function mistakeIn(request: unknown): string | null {
  if (!isRecord(request)) return "an object was expected";
  switch (request.kind) {
    case "open":
    case "status":
      return null;
    case "read":
      return typeof request.key === "string" ? null : "key: a string was expected";
    case "change":
      if (!isCount(request.session)) return "session: a whole number was expected";
      if (!isCount(request.sequence)) return "sequence: a whole number was expected";
      return isChange(request.change) ? null : "change: put, add, remove or swap was expected, with a key and values";
    case "vote":
    case "append":
    case "snapshot":
      return isCount(request.term) ? null : "term: a whole number was expected";
    default:
      return `kind: a kind of request was expected, got ${JSON.stringify(request.kind)}`;
  }
}

/** Returns whether a checked request comes from another node. */
export function isOfPeer(request: Request): request is PeerRequest {
  return request.kind === "vote" || request.kind === "append" || request.kind === "snapshot";
}

function isChange(change: unknown): change is Change {
  if (!isRecord(change) || typeof change.key !== "string") return false;
  switch (change.change) {
    case "put":
      return isValue(change.value);
    case "add":
      return typeof change.by === "number";
    case "remove":
      return true;
    case "swap":
      return (change.expected === null || isValue(change.expected)) && isValue(change.value);
    default:
      return false;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isValue(value: unknown): boolean {
  return typeof value === "string" || typeof value === "number";
}
