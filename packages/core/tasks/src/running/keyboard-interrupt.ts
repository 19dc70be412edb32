import { brand } from "@asyncio-ts/loop/lowlevel";

/**
 * The error of a run that Ctrl-C has ended. If no caller catches it, the process exits with code 130.
 *
 * Mirrors `KeyboardInterrupt`.
 */
export class KeyboardInterrupt extends Error {}

brand(KeyboardInterrupt, "KeyboardInterrupt");
