import { VirtualLoop } from "@asyncio-ts/testing";
import { record, type Recording } from "@asyncio-ts/trace";
import { createTask, Event, getRunningLoop, Lock, run, sleep, taskGroup } from "asyncio-ts";
import { WorkingLoop } from "../../packages/adapters/trace/test/working-loop.ts";

/** Everything that a trace shows. `work` takes milliseconds in the present step. */
function* everything(work: (ms: number) => void) {
  const lock = new Lock();
  const connected = new Event();
  console.log("begin");
  getRunningLoop().callLater(5, function onTimer() {
    connected.set();
  });
  getRunningLoop()
    .callLater(5000, () => {})
    .cancel();

  createTask(
    function* () {
      using _ = yield* lock.acquire();
      work(2);
      yield* sleep(50);
    },
    { name: "holder" },
  );
  const waiter = createTask(
    function* () {
      using _ = yield* lock.acquire();
      yield* sleep(5);
    },
    { name: "waiter" },
  );
  const upload = createTask(
    function* () {
      try {
        yield* connected.wait();
        yield* sleep(1000);
      } finally {
        console.log("cleaning up");
        yield* sleep(10);
      }
    },
    { name: "upload" },
  );
  createTask(sleep(1), { name: "eager", eagerStart: true });
  createTask(sleep(10_000), { name: "left over" });
  yield* sleep(20);
  upload.cancel();
  try {
    yield* upload;
  } catch {}
  try {
    yield* taskGroup(function* (group) {
      group.createTask(sleep(1000), { name: "sibling" });
      group.createTask(
        function* () {
          work(3);
          yield* sleep(0);
          throw new Error("no disk");
        },
        { name: "failing" },
      );
    });
  } catch {}
  yield* waiter;
}

/** The recordings of `everything`. */
export const recordedOfEverything: Readonly<Record<string, () => Recording>> = {
  "on a virtual clock"() {
    const loop = new VirtualLoop();
    const recording = record(loop);
    run(
      everything(() => {}),
      { loop },
    );
    recording.stop();
    return recording;
  },
  "with steps that take time"() {
    const loop = new WorkingLoop();
    const recording = record(loop);
    run(
      everything((ms) => loop.work(ms)),
      { loop },
    );
    recording.stop();
    return recording;
  },
  "from one step to another"() {
    const loop = new VirtualLoop();
    return run(
      function* () {
        createTask(sleep(30), { name: "older" });
        yield* sleep(1);
        const recording = record(loop);
        createTask(
          everything(() => {}),
          { name: "everything" },
        );
        yield* sleep(40);
        recording.stop();
        return recording;
      },
      { loop },
    );
  },
};
