import type { Response } from "../protocol/response.ts";
import type { Request } from "../protocol/run-request.ts";
import { errorText } from "./error-text.ts";
import { exploreProgram } from "./explore-program.ts";
import { recordRun } from "./record-run.ts";

const post = (response: Response): void => self.postMessage(response);
const began = () => post({ kind: "began" });

async function answer(request: Request): Promise<Response> {
  if (request.kind === "explore") return { kind: "explored", result: await exploreProgram(request, began) };
  const record = await recordRun(request, {
    began,
    ended: () => post({ kind: "ended" }),
    step: (step) => post({ kind: "step", step }),
    stopped: (record) => post({ kind: "recorded", record }),
  });
  return { kind: "recorded", record };
}

// Errors that the program leaves to the host are lines of its console, so that the page shows them.
self.addEventListener("error", (event) => {
  event.preventDefault();
  console.error(`Uncaught ${errorText(event.error)}`);
});
self.addEventListener("unhandledrejection", (event) => {
  event.preventDefault();
  console.error(`Uncaught (in promise) ${errorText(event.reason)}`);
});

self.addEventListener("message", ({ data }: MessageEvent<Request>) => {
  answer(data).then(post, (error: unknown) => post({ kind: "refused", message: String(error) }));
});
