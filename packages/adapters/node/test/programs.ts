/** A program that ends by a signal only. */
export const BLOCKED: [string, string[]] = ["sleep", ["3600"]];

/** A program that copies its input to its output. */
export const CAT: [string, string[]] = ["cat", []];

/** A program that prints the number of bytes of its input. */
export const COUNT: [string, string[]] = ["wc", ["-c"]];

export const text = (bytes: Uint8Array | null): string | null => bytes && new TextDecoder().decode(bytes);
