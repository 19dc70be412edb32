import pc from "picocolors";

const isAskedFor = process.stdout.isTTY || process.env["FORCE_COLOR"] !== undefined;

/** The colours of a terminal. Output to a pipe has none, also in CI. */
export const colors: ReturnType<typeof pc.createColors> = pc.createColors(pc.isColorSupported && isAskedFor);
