// The worker of `page-program.ts`.
import { serveJobs } from "@asyncio-ts/browser";

function add(a: number, b: number): number {
  return a + b;
}

function spin(): never {
  for (;;);
}

serveJobs({ add, spin });
