// The public surface of each package, as a report to be reviewed: docs/api has one for each entry. `pnpm api` writes them;
// `node scripts/api-reports.ts` prints how the surface differs from them, and what of it is said nowhere.
import { spawnSync } from "node:child_process";
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { Extractor, ExtractorConfig, ExtractorLogLevel, type IConfigFile } from "@microsoft/api-extractor";
import { publicPackages } from "./public-packages.ts";

/** A report by its file name. */
export type Reports = Map<string, string>;

const { Error: error, None: none, Warning: warning } = ExtractorLogLevel;

/** The report of each entry of each package below `root`, from the declarations that are built. */
export function apiReports(root: string): Reports {
  const reports: Reports = new Map();
  for (const { name, folder, manifest } of publicPackages(root)) {
    const entries = Object.entries(manifest.exports ?? {}).map(([entry, { types }]) => {
      return [join(name, entry), reportOf(resolve(root, folder), types)] as const;
    });
    const lowlevel = entries.find(([title]) => title === `${name}/lowlevel`)?.[1] ?? "";
    for (const [title, report] of entries) {
      const file = `${title.replace("@asyncio-ts/", "").replaceAll("/", "-")}.api.md`;
      reports.set(file, namedByLowlevel(report, lowlevel).replace(`"${name}"`, `"${title}"`));
    }
  }
  return reports;
}

/** A report without the warnings of types that an entry does not name but its package's lowlevel does, for those who need the names. */
export function namedByLowlevel(report: string, lowlevel: string): string {
  return report.replaceAll(/^ *\/\/ Warning: \(ae-forgotten-export\) The symbol "(\w+)".*\n(?:\/\/\n)?/gm, (warning, name: string) =>
    new RegExp(`^export .*\\b(class|interface|type) ${name}\\b`, "m").test(lowlevel) ? "" : warning,
  );
}

/** What is wrong with the reports themselves: what has no doc comment, or has a type that users cannot name. */
export function unclear(reports: Reports): string[] {
  return [...reports].flatMap(([file, report]) => {
    const lines = report.split("\n");
    return lines.flatMap((line, index) => {
      if (line.trim() === "// (undocumented)") return [`${file}: no doc comment says what this is: ${lines[index + 1]!.trim()}`];
      const [, found] = /^\s*\/\/ Warning: (.*)/.exec(line) ?? [];
      return found === undefined ? [] : [`${file}: ${found}`];
    });
  });
}

function reportOf(projectFolder: string, types: string): string {
  const reportFolder = mkdtempSync(join(tmpdir(), "api-report-"));
  try {
    const config: IConfigFile = {
      projectFolder,
      newlineKind: "lf",
      mainEntryPointFilePath: join(projectFolder, types),
      // As a user's compiler would read them.
      compiler: { overrideTsconfig: { compilerOptions: { module: "nodenext", target: "es2022", lib: ["es2022", "dom"], strict: true } } },
      apiReport: { enabled: true, reportFileName: "report.api.md", reportFolder, reportTempFolder: reportFolder },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: {
        compilerMessageReporting: { default: { logLevel: error } },
        extractorMessageReporting: {
          default: { logLevel: warning, addToApiReportFile: true },
          // All that is exported is public.
          "ae-missing-release-tag": { logLevel: none },
          // The report says so where it stands.
          "ae-undocumented": { logLevel: none },
        },
        // Doc comments are JSDoc, which other tools of ours read.
        tsdocMessageReporting: { default: { logLevel: none } },
      },
    };
    const prepared = ExtractorConfig.prepare({
      configObject: config,
      configObjectFullPath: undefined,
      packageJsonFullPath: join(projectFolder, "package.json"),
    });
    const { succeeded } = Extractor.invoke(prepared, {
      localBuild: true,
      messageCallback: (message) => {
        message.handled = message.logLevel !== error;
      },
    });
    if (!succeeded) throw new Error(`${join(projectFolder, types)} makes no report`);
    return readFileSync(join(reportFolder, "report.api.md"), "utf8");
  } finally {
    rmSync(reportFolder, { recursive: true });
  }
}

/** Prints how the reports in `folder` differ from what they should be. */
function differs(folder: string, reports: Reports): boolean {
  const should = mkdtempSync(join(tmpdir(), "api-reports-"));
  try {
    write(should, reports);
    return spawnSync("git", ["diff", "--no-index", "--", folder, should], { stdio: ["ignore", "inherit", "inherit"] }).status !== 0;
  } finally {
    rmSync(should, { recursive: true });
  }
}

function write(folder: string, reports: Reports): void {
  mkdirSync(folder, { recursive: true });
  for (const file of globSync(join(folder, "*.api.md"))) if (!reports.has(basename(file))) rmSync(file);
  for (const [file, report] of reports) writeFileSync(join(folder, file), report);
}

if (import.meta.main) {
  const folder = "docs/api";
  const reports = apiReports(".");
  if (process.argv.includes("--write")) write(folder, reports);
  const stale = differs(folder, reports);
  if (stale) console.error(`The public surface is not what ${folder} says. If it is what you mean, \`pnpm api\` writes it there.`);
  const unsaid = unclear(reports);
  for (const one of unsaid) console.error(one);
  process.exitCode = stale || unsaid.length > 0 ? 1 : 0;
}
