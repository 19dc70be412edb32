import { cpSync, existsSync, globSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type PublicPackage, publicPackages } from "../checks/public-packages.ts";
import { outputOf } from "./program.ts";

/** A copy of this repository that is versioned and published as a release would, while the working tree stays as it is. */
export class Repository {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** Copies what git knows of, and what it would be told of, from `root`; and installs it from what `root` was installed from. */
  static async copy(root: string, folder: string, registry: string): Promise<Repository> {
    const listed = await outputOf(root, "git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate"]);
    for (const file of listed.split("\0").filter((one) => one !== "" && existsSync(join(root, one)))) {
      cpSync(join(root, file), join(folder, file), { verbatimSymlinks: true });
    }
    const repository = new Repository(folder);
    const store = (await outputOf(root, "pnpm", ["store", "path"])).trim();
    const filters = ["--filter=asyncio-ts-repository", ...repository.packages().map(({ name }) => `--filter=${name}`)];
    await repository.run("pnpm", "install", "--frozen-lockfile", "--offline", "--store-dir", store, ...filters);
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

  run(command: string, ...args: string[]): Promise<string> {
    return outputOf(this.folder, command, args);
  }

  private async commit(subject: string): Promise<void> {
    await this.run("git", "add", "--all");
    const author = ["-c", "user.name=release", "-c", "user.email=release@localhost"];
    await this.run("git", ...author, "commit", "--quiet", "--no-verify", "--no-gpg-sign", "--message", subject);
  }
}
