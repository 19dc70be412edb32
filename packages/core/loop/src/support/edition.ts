/** Whether this edition of the package has diagnostics: debug mode, stacks, and texts of objects. */
export const HAS_DIAGNOSTICS: boolean = true;
