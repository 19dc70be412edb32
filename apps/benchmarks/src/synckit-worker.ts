// The same job, for synckit.
import { runAsWorker } from "synckit";
import { double } from "./thread-worker.ts";

runAsWorker(async (n: number) => double(n));
