// The reports in docs/api: the public declarations of each entry of each package, for review. `pnpm api` writes them.
// `pnpm lint:api` prints how the built declarations differ from them, which declarations have no doc comment, and which types no name.
import { spawnSync } from "node:child_process";
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { Extractor, ExtractorConfig, ExtractorLogLevel, type IConfigFile } from "@microsoft/api-extractor";
import { publicPackages } from "./public-packages.ts";

/** Reports by their file names. */
export type Reports = Map<string, string>;

const { Error: error, None: none, Warning: warning } = ExtractorLogLevel;

/** Returns the report of each entry of each package below `root`, made from the built declarations. */
export function apiReports(root: string): Reports {
  const reports: Reports = new Map();
  for (const { name, folder, manifest } of publicPackages(root)) {
    const entries = Object.entries(manifest.exports ?? {}).map(([entry, { types }]) => {
      // The types of BullMQ need those of Node.
      const needsNode = "bullmq" in (manifest.peerDependencies ?? {});
      return [join(name, entry), reportOf(resolve(root, folder), types, needsNode)] as const;
    });
    const lowlevel = entries.find(([title]) => title === `${name}/lowlevel`)?.[1] ?? "";
    for (const [title, report] of entries) {
      const file = `${title.replace("@asyncio-ts/", "").replaceAll("/", "-")}.api.md`;
      reports.set(file, namedByLowlevel(report, lowlevel).replace(`"${name}"`, `"${title}"`));
    }
  }
  return reports;
}

/** Returns a report without the warnings about types that the entry does not export but its package's lowlevel does. */
export function namedByLowlevel(report: string, lowlevel: string): string {
  return report.replaceAll(/^ *\/\/ Warning: \(ae-forgotten-export\) The symbol "(\w+)".*\n(?:\/\/\n)?/gm, (warning, name: string) =>
    new RegExp(`^export .*\\b(class|interface|type) ${name}\\b`, "m").test(lowlevel) ? "" : warning,
  );
}

/** Returns the mistakes that the reports show: declarations without a doc comment, and types that users cannot name. */
export function unclear(reports: Reports): string[] {
  return [...reports].flatMap(([file, report]) => {
    const lines = report.split("\n");
    return lines.flatMap((line, index) => {
      if (line.trim() === "// (undocumented)") return [`${file}: this declaration has no doc comment: ${lines[index + 1]!.trim()}`];
      const [, found] = /^\s*\/\/ Warning: (.*)/.exec(line) ?? [];
      return found === undefined ? [] : [`${file}: ${found}`];
    });
  });
}

function reportOf(projectFolder: string, types: string, needsNode: boolean): string {
  const reportFolder = mkdtempSync(join(tmpdir(), "api-report-"));
  try {
    const config: IConfigFile = {
      projectFolder,
      newlineKind: "lf",
      mainEntryPointFilePath: join(projectFolder, types),
      // The settings of a user's compiler.
      compiler: {
        overrideTsconfig: {
          compilerOptions: {
            module: "nodenext",
            target: "es2022",
            lib: ["es2022", "dom"],
            strict: true,
            types: needsNode ? ["node"] : [],
            skipLibCheck: needsNode,
          },
        },
      },
      apiReport: { enabled: true, reportFileName: "report.api.md", reportFolder, reportTempFolder: reportFolder },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: {
        compilerMessageReporting: { default: { logLevel: error } },
        extractorMessageReporting: {
          default: { logLevel: warning, addToApiReportFile: true },
          // All exports are public.
          "ae-missing-release-tag": { logLevel: none },
          // The report marks such declarations, and `unclear` finds the marks.
          "ae-undocumented": { logLevel: none },
        },
        // Doc comments are JSDoc, not TSDoc.
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

/** Prints the difference between the reports in `folder` and the given ones, and returns whether there is one. */
function differs(folder: string, reports: Reports): boolean {
  const expected = mkdtempSync(join(tmpdir(), "api-reports-"));
  try {
    write(expected, reports);
    return spawnSync("git", ["diff", "--no-index", "--", folder, expected], { stdio: ["ignore", "inherit", "inherit"] }).status !== 0;
  } finally {
    rmSync(expected, { recursive: true });
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
  if (stale) console.error(`The public declarations differ from ${folder}. If the change is meant, \`pnpm api\` writes the reports.`);
  const mistakes = unclear(reports);
  for (const mistake of mistakes) console.error(mistake);
  process.exitCode = stale || mistakes.length > 0 ? 1 : 0;
}
