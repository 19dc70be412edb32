import * as eslint10 from "eslint";
import * as eslint9 from "eslint-9";

/** The supported versions of ESLint. */
export const eslints: Pick<typeof eslint10, "ESLint" | "Linter" | "RuleTester">[] = [eslint9 as unknown as typeof eslint10, eslint10];
