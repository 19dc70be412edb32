// A shared worker that tries to serve jobs, and reports the error.
import { serveJobs } from "@asyncio-ts/browser";

addEventListener("connect", (event) => {
  const [port] = (event as MessageEvent).ports;
  try {
    serveJobs({});
    port!.postMessage("no error");
  } catch (error) {
    port!.postMessage((error as Error).message);
  }
});
