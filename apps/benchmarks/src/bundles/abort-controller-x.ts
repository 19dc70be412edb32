import { delay, spawn } from "abort-controller-x";

await spawn(new AbortController().signal, async (signal, { fork }) => {
  const task = fork((signal) => delay(signal, 60_000));
  await delay(signal, 10);
  task.abort();
});
