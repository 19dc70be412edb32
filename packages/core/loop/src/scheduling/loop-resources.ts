import type { Reporter } from "../reporting/reporter.ts";

/** A resource of the host that was opened on a loop: a connection, a server, a process. */
export interface LoopResource {
  /** Frees the resource, because its loop is closed. No callback of the program can run any more. */
  loopClosed(): void;
}

/** Closes the resources of a loop, in the order of their creation. Reports errors, so that each of them is closed. */
export function closeResources(loop: Reporter, resources: Set<LoopResource>): void {
  for (const resource of resources) {
    try {
      resource.loopClosed();
    } catch (exception) {
      loop.callExceptionHandler({ message: "Exception in the close of a loop", exception });
    }
  }
  resources.clear();
}
