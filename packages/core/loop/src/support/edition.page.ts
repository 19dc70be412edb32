// In place of edition.ts in the edition for pages in production. A constant, so that the build drops the code behind it.
export const HAS_DIAGNOSTICS = false;
