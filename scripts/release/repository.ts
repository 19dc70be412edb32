import { execFile } from "node:child_process";
import { cpSync, globSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { type PublicPackage, publicPackages } from "../public-packages.ts";

/** A copy of this repository that is versioned and published as a release would, while the working tree stays as it is. */
export class Repository {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** Copies what git knows of, and what it would be told of, from `root`; and installs it from what `root` was installed from. */
  static async copy(root: string, folder: string, registry: string): Promise<Repository> {
    const listed = await promisify(execFile)("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate"], {
      cwd: root,
      maxBuffer: 1 << 26,
    });
    for (const file of listed.stdout.split("\0").filter(Boolean)) {
      cpSync(join(root, file), join(folder, file), { verbatimSymlinks: true });
    }
    const repository = new Repository(folder);
    const store = (await new Repository(root).run("pnpm", "store", "path")).trim();
    await repository.run("pnpm", "install", "--frozen-lockfile", "--offline", "--store-dir", store);
    const { host } = new URL(registry);
    // Anybody may publish to it, but clients want a token.
    writeFileSync(join(folder, ".npmrc"), `registry=${registry}\n//${host}/:_authToken=anonymous\n`);
    await repository.run("git", "init", "--quiet", "--initial-branch=main");
    await repository.commit("Begin");
    return repository;
  }

  packages(): PublicPackage[] {
    return publicPackages(this.folder);
  }

  /** The changesets that no version has taken yet. */
  changesets(): string[] {
    return globSync("*.md", { cwd: join(this.folder, ".changeset"), exclude: ["README.md"] });
  }

  /** Writes a changeset. */
  addChangeset(name: string, releases: Record<string, "major" | "minor" | "patch">): void {
    const bumps = Object.entries(releases).map(([one, bump]) => `"${one}": ${bump}\n`);
    writeFileSync(join(this.folder, ".changeset", `${name}.md`), `---\n${bumps.join("")}---\n\n${name}\n`);
  }

  /** Takes the changesets' versions. */
  async version(): Promise<void> {
    await this.run("pnpm", "run", "release:version");
    await this.commit("Version");
  }

  /** Builds, publishes what the registry does not have, and gives what was said. */
  publish(): Promise<string> {
    return this.run("pnpm", "run", "release:publish");
  }

  async run(command: string, ...args: string[]): Promise<string> {
    try {
      return (await promisify(execFile)(command, args, { cwd: this.folder, maxBuffer: 1 << 26 })).stdout;
    } catch (error) {
      const { stdout, stderr } = error as { stdout: string; stderr: string };
      throw new Error(`${command} ${args.join(" ")}\n${stdout}${stderr}`, { cause: error });
    }
  }

  private async commit(subject: string): Promise<void> {
    await this.run("git", "add", "--all");
    const author = ["-c", "user.name=release", "-c", "user.email=release@localhost"];
    await this.run("git", ...author, "commit", "--quiet", "--no-verify", "--no-gpg-sign", "--message", subject);
  }
}
