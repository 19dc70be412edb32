// For packages that build on this one. Programs find all they need in the index.
export { ChoiceRecord } from "./choice-record.ts";
export { type Deviation, formatDeviations, parseDeviations } from "./deviations.ts";
export { describeError, describeFailure, type ProgramFailure } from "./failure.ts";
export { secureChannel } from "./memory-tls.ts";
export { Random } from "./random.ts";
export { RecordedChoices } from "./recorded-choices.ts";
export { type Rerun, shrink, type ShrinkableRun } from "./shrink.ts";
export { stepName } from "./step-name.ts";
