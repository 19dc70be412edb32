import { readdirSync } from "node:fs";

/** Returns the number of open file descriptors of this process. */
export function descriptors(): number {
  return readdirSync(process.platform === "linux" ? "/proc/self/fd" : "/dev/fd").length;
}
