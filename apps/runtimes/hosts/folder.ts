import { expect } from "vitest";

// Each file runs in its package's folder, as under `npm test`, because its programs import the package by name.
process.chdir(expect.getState().testPath!.replace(/\/test\/.*/, ""));
