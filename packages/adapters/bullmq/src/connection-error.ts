import { asText } from "@asyncio-ts/loop/lowlevel";

const CODES = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "NR_CLOSED",
]);
const MESSAGES = /^(?:Connection is closed|LOADING|READONLY|MASTERDOWN|CLUSTERDOWN|TRYAGAIN|UNCERTAIN_STATE)|max retries per request/;

/** Returns whether an error means that Redis cannot be reached at the moment, so that the command may be repeated. */
export function isConnectionError(error: unknown): boolean {
  const { code, message } = Object(error) as { code?: unknown; message?: unknown };
  return CODES.has(asText(code)) || MESSAGES.test(asText(message));
}
