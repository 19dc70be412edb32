// For packages that build on this one. Programs find all they need in the index.
export { decodeThrown, type EncodedError, type EncodedThrown, encodeThrown } from "./executors/remote-error.ts";
export { registerErrorClass } from "./executors/remote-error-class.ts";
