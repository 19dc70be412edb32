import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The files of an entry, by condition. */
export interface PackageEntry {
  types: string;
  workerd?: string;
  "edge-light"?: string;
  browser?: { production?: string; default?: string };
  default: string;
}

/** A published package. */
export interface PublicPackage {
  name: string;
  /** The folder, from the repository's root. */
  folder: string;
  manifest: {
    version: string;
    private?: boolean;
    files: string[];
    exports?: Record<string, PackageEntry>;
    imports?: Record<string, Record<string, string>>;
    sideEffects?: false | string[];
    dependencies?: Record<string, string>;
    peerDependencies?: Record<string, string>;
    peerDependenciesMeta?: Record<string, { optional?: boolean }>;
    engines?: Record<string, string>;
  };
}

/** Returns the published packages below `root`. */
export function publicPackages(root: string): PublicPackage[] {
  return globSync(["packages/*/package.json", "packages/*/*/package.json", "apps/*/package.json"], { cwd: root })
    .toSorted()
    .map((file) => ({ folder: dirname(file), manifest: JSON.parse(readFileSync(join(root, file), "utf8")) }))
    .filter(({ manifest }) => !manifest.private)
    .map(({ folder, manifest }) => ({ name: manifest.name, folder, manifest }));
}
