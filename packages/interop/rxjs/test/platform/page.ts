// `browser.test.ts` bundles this file and runs it in the browser.
import { type PlatformConstructor, scenarios } from "./scenarios.ts";

const page = globalThis as unknown as { Observable?: PlatformConstructor; found?: Promise<Record<string, unknown>> };
page.found = page.Observable === undefined ? Promise.reject(new Error("this browser has no Observable")) : scenarios(page.Observable);
