import type { PeerRequest } from "../consensus/messages.ts";
import type { Role } from "../consensus/standing.ts";
import type { Command, Result } from "./command.ts";

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
export type ClientReply = { readonly result: Result } | { readonly redirect: string | null } | { readonly refusal: string };

type Check = (value: unknown) => boolean;

/** What the fields of each kind of request must be. */
const fields: Readonly<Record<Request["kind"], Readonly<Record<string, Check>>>> = {
  open: {},
  status: {},
  read: { key: isText },
  change: { session: isCount, sequence: isCount, change: isChange },
  vote: { term: isCount, candidate: isText, lastIndex: isCount, lastTerm: isCount },
  append: { term: isCount, leader: isText, previousIndex: isCount, previousTerm: isCount, entries: isEntries, commitIndex: isCount },
  snapshot: { term: isCount, leader: isText, snapshot: isSnapshot },
};

/** Returns the mistake in a message that has come over the network; null if it is a request. */
export function mistakeIn(message: unknown): string | null {
  if (!isRecord(message)) return "a request was expected to be an object";
  const { kind } = message;
  if (typeof kind !== "string" || !Object.hasOwn(fields, kind)) {
    return `kind: ${Object.keys(fields).join(", ")} was expected, got ${JSON.stringify(kind)}`;
  }
  for (const [field, isRight] of Object.entries(fields[kind as Request["kind"]])) {
    if (!isRight(message[field])) return `${kind}: another ${field} was expected, got ${JSON.stringify(message[field])}`;
  }
  return null;
}

/** Returns whether a checked request comes from another node. */
export function isOfPeer(request: Request): request is PeerRequest {
  return request.kind === "vote" || request.kind === "append" || request.kind === "snapshot";
}

function isChange(change: unknown): boolean {
  if (!isRecord(change) || !isText(change.key)) return false;
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

function isEntries(entries: unknown): boolean {
  return Array.isArray(entries) && entries.every((entry) => isRecord(entry) && isCount(entry.term) && "command" in entry);
}

function isSnapshot(snapshot: unknown): boolean {
  return isRecord(snapshot) && isCount(snapshot.index) && isCount(snapshot.term) && "state" in snapshot;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function isText(value: unknown): boolean {
  return typeof value === "string";
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isValue(value: unknown): boolean {
  return typeof value === "string" || typeof value === "number";
}
