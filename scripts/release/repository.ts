import { cpSync, existsSync, globSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type PublicPackage, publicPackages } from "../checks/public-packages.ts";
import { outputOf } from "./program.ts";

/** A copy of this repository to version and publish, so that the working tree stays unchanged. */
export class Repository {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** Copies the files of `root` that git does not ignore, and installs packages from the store of `root`. */
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
    // The registry lets everybody publish, but clients require a token.
    writeFileSync(join(folder, ".npmrc"), `registry=${registry}\n//${host}/:_authToken=anonymous\n`);
    await repository.run("git", "init", "--quiet", "--initial-branch=main");
    await repository.commit("Begin");
    return repository;
  }

  packages(): PublicPackage[] {
    return publicPackages(this.folder);
  }

  /** Returns the changesets that no version includes yet. */
  changesets(): string[] {
    return globSync("*.md", { cwd: join(this.folder, ".changeset"), exclude: ["README.md"] });
  }

  /** Writes a changeset. */
  addChangeset(name: string, releases: Record<string, "major" | "minor" | "patch">): void {
    const bumps = Object.entries(releases).map(([one, bump]) => `"${one}": ${bump}\n`);
    writeFileSync(join(this.folder, ".changeset", `${name}.md`), `---\n${bumps.join("")}---\n\n${name}\n`);
  }

  /** Turns the changesets into versions and changelogs, and commits them. */
  async version(): Promise<void> {
    await this.run("pnpm", "run", "release:version");
    await this.commit("Version");
  }

  /** Builds the packages and publishes the versions that the registry does not have. Returns the output. */
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
