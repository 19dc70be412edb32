// Generates docs/conformance/names.md from CPython's names and the API reports. A test compares the page with them.
import { writeFileSync } from "node:fs";
import { namesPage, pageOf } from "./names-page.ts";
import { pythonNames } from "./python-names.ts";

writeFileSync(namesPage, pageOf(await pythonNames()));
