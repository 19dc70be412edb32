import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { type MessagePort, Worker } from "node:worker_threads";

/**
 * The program of the supervisor. The 'exit' and 'error' events of a worker reach only a thread that is not blocked, so a thread
 * between the two starts the I/O thread and reports its end, whatever the reason: a failed import, `process.exit`, too little memory.
 *
 * Both programs only import: Node takes them for modules, and refuses a file, if the process was started with `--input-type=module`.
 */
const SUPERVISE = `
  import("node:worker_threads").then(({ Worker, workerData }) => {
    const { entry, counter, port, endPort } = workerData;
    let failure;
    const end = (exitCode) => {
      endPort.postMessage({ exitCode, error: failure && encode(failure) });
      Atomics.add(counter, 0, 1);
      Atomics.notify(counter, 0);
    };
    const encode = ({ name, message, stack, code }) =>
      ({ name, type: name, message, stack, fields: code === undefined ? {} : { code } });
    try {
      const program = "import(" + JSON.stringify(entry) + ")";
      const worker = new Worker(program, { eval: true, workerData: { counter, port }, transferList: [port] });
      worker.on("error", (error) => (failure ??= error));
      worker.on("exit", end);
    } catch (error) {
      failure = error;
      end(1);
    }
  });
`;

/**
 * Starts the I/O thread under a supervisor. Neither keeps the process alive.
 *
 * @param port receives requests in the I/O thread
 * @param endPort takes the message about its end
 */
export function startSupervised(counter: Int32Array, port: MessagePort, endPort: MessagePort): Worker {
  const entry = pathToFileURL(createRequire(import.meta.url).resolve("#io-thread")).href;
  const worker = new Worker(SUPERVISE, {
    eval: true,
    name: "asyncio-ts I/O",
    workerData: { entry, counter, port, endPort },
    transferList: [port, endPort],
  });
  // Without a listener, an error of the supervisor itself would be an uncaught one after run() has returned.
  worker.on("error", () => {});
  worker.unref();
  return worker;
}
