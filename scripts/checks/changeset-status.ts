// `changeset status` for this branch: it fails if a package has changed since main and the branch brings no changeset.
// While nothing is released, .changeset/first-release.md announces all packages, so that there is nothing to compare.
import { spawnSync } from "node:child_process";
import { publicPackages } from "./public-packages.ts";

if (publicPackages(".").every(({ manifest }) => manifest.version === "0.0.0")) {
  console.log("No package is released yet: the changeset of the first release announces all changes.");
} else {
  const base = ["origin/main", "main"].find((ref) => run("git", "merge-base", ref, "HEAD").status === 0);
  if (base === undefined) {
    const shallow = run("git", "rev-parse", "--is-shallow-repository").stdout.trim() === "true";
    console.error(
      "The packages are compared with main, but this clone has no commit in common with origin/main or main. Fetch it:\n" +
        `  git fetch ${shallow ? "--unshallow " : ""}origin +refs/heads/main:refs/remotes/origin/main`,
    );
    process.exitCode = 1;
  } else {
    process.exitCode = spawnSync("changeset", ["status", `--since=${base}`], { stdio: "inherit" }).status ?? 1;
  }
}

function run(command: string, ...args: string[]): { status: number | null; stdout: string } {
  return spawnSync(command, args, { encoding: "utf8" });
}
