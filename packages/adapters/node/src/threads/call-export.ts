import { callFunction, exportNamed, type JobBody, type JobControl } from "@asyncio-ts/promise/lowlevel";
import { jobText, type SentJob } from "./thread-job.ts";

/** The modules of earlier jobs, because an import of a loaded module still costs more than most messages. */
const modules = new Map<string, Readonly<Record<string, unknown>>>();

/**
 * Calls the export that a job names, in this thread. A coroutine runs on a loop of its own.
 *
 * @throws the error of the import, of a missing export, or of the job itself
 */
export async function callExport(job: SentJob, control: JobControl): Promise<unknown> {
  return await callFunction(await exportOf(job), job.args, control);
}

/** Returns the function that a job names. @throws the error of the import, TypeError if there is no such function */
export async function exportOf(job: SentJob): Promise<JobBody> {
  return exportNamed(modules.get(job.url) ?? (await importModule(job.url)), job.name, jobText(job));
}

async function importModule(url: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    const module = (await import(url)) as Readonly<Record<string, unknown>>;
    modules.set(url, module);
    return module;
  } catch (error) {
    throw failedImport(url, error);
  }
}

function failedImport(url: string, cause: unknown): Error {
  const { code, message = cause } = (cause ?? {}) as { code?: unknown; message?: unknown };
  const hint =
    code === "ERR_UNKNOWN_FILE_EXTENSION" ? "; the jobs of threads must be JavaScript, or TypeScript on Node 22.18 and newer" : "";
  const error = new Error(`cannot import ${url} in another thread: ${String(message)}${hint}`, { cause });
  return code === undefined ? error : Object.assign(error, { code });
}
