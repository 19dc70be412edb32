// The command of `.ci/run`: runs the README's test command, then the checks before a release.
import { runSteps } from "./steps.mjs";

// The hour of hostile values before a release is too long for each change, and no change is to fail by chance.
process.env.HOSTILE_SECONDS ??= "60";
process.env.SEED ??= "1";

await runSteps([
  { name: "npm test", program: ["npm", "test"] },
  { name: "npm run check:release", program: ["npm", "run", "check:release"] },
]);
