import { type Fault, faultsByFile } from "../fault.ts";

export const streamsFaults: Fault[] = faultsByFile({});
