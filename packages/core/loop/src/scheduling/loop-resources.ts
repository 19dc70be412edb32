import type { Reporter } from "../reporting/reporter.ts";

/** A resource of the host that was opened on a loop: a connection, a server, a process. */
export interface LoopResource {
  /** Frees the resource, because its loop is closed. No callback of the program can run any more. */
  loopClosed(): void;
}

/** The resources that a loop closes with itself. */
export class LoopResources {
  #open: Set<LoopResource> | null = null;

  /** Adds a resource. */
  add(resource: LoopResource): void {
    (this.#open ??= new Set()).add(resource);
  }

  /** Removes a resource that was closed. */
  delete(resource: LoopResource): void {
    this.#open?.delete(resource);
  }

  /** Closes the resources, in the order of their creation. Reports errors, so that each of them is closed. */
  closeAll(reporter: Reporter): void {
    const open = this.#open;
    this.#open = null;
    for (const resource of open ?? []) {
      try {
        resource.loopClosed();
      } catch (exception) {
        reporter.callExceptionHandler({ message: "Exception while a loop closed its resources", exception });
      }
    }
  }
}
