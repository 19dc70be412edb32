// The page of the tests. Vite serves and builds it. The tests call its programs by name.
import * as loops from "./loops.ts";

Object.assign(globalThis, { programs: { ...loops } });
