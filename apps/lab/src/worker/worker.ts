import type { Response } from "../protocol/response.ts";
import type { Request } from "../protocol/run-request.ts";
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

self.addEventListener("message", ({ data }: MessageEvent<Request>) => {
  answer(data).then(post, (error: unknown) => post({ kind: "refused", message: String(error) }));
});
