import { expect } from "vitest";

// As under `npm test`, each file runs in its package's folder: its programs import the package by name.
process.chdir(expect.getState().testPath!.replace(/\/test\/.*/, ""));
