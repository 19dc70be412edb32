/**
 * Returns the files in `dist/` that a manifest names in `exports`, `imports` and `bin`, such as `index.js` and `index.d.ts`.
 *
 * @param {{ exports?: unknown, imports?: unknown, bin?: unknown }} manifest
 * @returns {string[]}
 */
export function distFiles(manifest) {
  const named = JSON.stringify([manifest.exports, manifest.imports, manifest.bin]).matchAll(/dist\/([^"]+)"/g);
  return [...new Set([...named].map(([, file]) => file))];
}
