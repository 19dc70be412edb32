// The page of the tests. Vite serves and builds it. The tests call its programs by name.
import * as resources from "./resources.ts";
import * as hostile from "./hostile.ts";
import * as loops from "./loops.ts";
import * as workers from "./workers.ts";

Object.assign(globalThis, { programs: { ...resources, ...loops, ...workers, ...hostile } });
