// For packages that build on this one. Programs find all they need in the index.
export { decodeThrown, type EncodedError, type EncodedThrown, encodeThrown } from "./remote-error.ts";
export { registerErrorClass } from "./remote-error-class.ts";
