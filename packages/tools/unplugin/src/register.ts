import { registerMarks } from "./node.ts";

registerMarks();
