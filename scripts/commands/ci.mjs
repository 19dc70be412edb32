// The command of `.ci/run`: runs the README's test command, then the checks before a release.
import { runSteps } from "./steps.mjs";

await runSteps([
  { name: "npm test", program: ["npm", "test"] },
  { name: "npm run check:release", program: ["npm", "run", "check:release"] },
]);
