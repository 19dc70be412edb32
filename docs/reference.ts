// Writes `reference/` from the doc comments of each package's public entries. `lowlevel` entries have no pages: the README of the
// package documents them for packages that build on it.
import { globSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import {
  Application,
  type Context,
  Converter,
  type DeclarationReflection,
  type ProjectReflection,
  ReflectionCategory,
  ReflectionKind,
} from "typedoc";
import { addresses, folderOf, modulesOf, Plain } from "./reference-theme.ts";
import { topics } from "./topics.ts";

const root = join(import.meta.dirname, "..");
const out = join(import.meta.dirname, "reference");

/** The packages that `asyncio-ts` re-exports. Their names stand under its name. */
const core = /^@asyncio-ts\/(?:loop|sync|tasks)$/;

/**
 * Moves the names of the core packages into one module, `asyncio-ts`, and arranges them by topic.
 *
 * @throws Error if a name has no topic, or a topic has a name that is not exported
 */
function arrangeCore(project: ProjectReflection): void {
  const [target, ...others] = modulesOf(project).filter(({ name }) => core.test(name));
  for (const other of others) project.mergeReflections(other, target!);
  target!.name = "asyncio-ts";
  delete target!.readme;
  delete target!.comment;
  const left = new Map(target!.children!.map((child) => [child.name, child]));
  target!.categories = Object.entries(topics).map(([title, names]) => {
    const category = new ReflectionCategory(title);
    for (const name of names) {
      const child = left.get(name);
      if (child === undefined) throw new Error(`docs/topics.ts: ${title} has ${name}, which asyncio-ts does not export`);
      category.children.push(child);
      left.delete(name);
    }
    return category;
  });
  if (left.size > 0) throw new Error(`docs/topics.ts: no topic has ${[...left.keys()].join(", ")}`);
}

/** Arranges the entries of a package: removes lowlevel, and lists the names of the main entry beside the pages of the others. */
function arrangeEntries({ project }: Context): void {
  for (const entry of project.getReflectionsByKind(ReflectionKind.Module) as DeclarationReflection[]) {
    if (entry.name === "lowlevel") project.removeReflection(entry);
    else if (entry.name === "") project.mergeReflections(entry, project);
  }
}

/** Removes inherited members: they have their place on the page of the class that declares them. */
function forgetInherited({ project }: Context): void {
  for (const reflection of Object.values(project.reflections)) {
    if (reflection.isDeclaration() && reflection.inheritedFrom) project.removeReflection(reflection);
  }
}

/** Puts all errors of a function under one heading. */
function listThrows({ project }: Context): void {
  for (const { comment } of Object.values(project.reflections)) {
    const [first, ...more] = comment?.getTags("@throws") ?? [];
    if (!comment || !first || more.length === 0) continue;
    first.content = [first, ...more].flatMap(({ content }) => [{ kind: "text", text: "\n- " }, ...content]);
    comment.blockTags = comment.blockTags.filter((tag) => !more.includes(tag));
  }
}

/** Returns the first page of the reference: the names of asyncio-ts by topic, and the other packages. */
function indexPage(): string {
  const [main, ...others] = modulesOf(project!).toSorted((a, b) => Number(b.name === "asyncio-ts") - Number(a.name === "asyncio-ts"));
  const rows = main!.categories!.map(({ children, title }) => {
    const names = children.map(({ name }) => `[${name}](${addresses.get("asyncio-ts")!.get(name)})`);
    return `| ${title} | ${names.join(", ")} |`;
  });
  const packages = others.map((other) => `| [${other.name}](/reference/${folderOf(other.name)}/) | ${descriptionOf(other.name)} |`);
  return `# Reference

\`asyncio-ts\` exports these names. They keep asyncio's topics, and each page names its counterpart in Python. [All names of asyncio](/conformance/names) lists the other direction.

| topic | names |
| --- | --- |
${rows.join("\n")}

## Other packages

| package | content |
| --- | --- |
${packages.join("\n")}

\`asyncio-ts\` re-exports \`@asyncio-ts/loop\`, \`@asyncio-ts/tasks\` and \`@asyncio-ts/sync\`. Libraries may depend on these alone. Their READMEs list the names of their second entries, \`lowlevel\`, for packages that build new primitives.
`;
}

/** Returns the description in the manifest of a package. */
function descriptionOf(name: string): string {
  const manifests = globSync("packages/*/*/package.json", { cwd: root }).map((file) => JSON.parse(readFileSync(join(root, file), "utf8")));
  return (manifests as { name: string; description: string }[]).find((manifest) => manifest.name === name)!.description;
}

const options = {
  plugin: ["typedoc-plugin-markdown"],
  entryPointStrategy: "packages",
  // Without the front door, which only re-exports.
  entryPoints: globSync("packages/*/*/package.json", { cwd: root })
    // A command has no entry.
    .filter((manifest) => "exports" in (JSON.parse(readFileSync(join(root, manifest), "utf8")) as object))
    .map((manifest) => join(root, dirname(manifest)))
    .toSorted(),
  packageOptions: {
    tsconfig: "tsconfig.json",
    skipErrorChecking: true,
    excludeInternal: true,
    excludePrivate: true,
    excludeExternals: true,
    externalPattern: ["**/dist/**", "**/node_modules/**"],
    disableSources: true,
  },
  validation: { notExported: false },
  logLevel: "Warn",
  readme: "none",
  outputs: [{ name: "markdown", path: out }],
  theme: "plain",
  // Type aliases have no pages of their own: they stand on the page of their package.
  membersWithOwnFile: ["Class", "Function", "Interface", "Variable"],
  excludeScopesInPaths: true,
  mergeReadme: true,
  hidePageHeader: true,
  hideBreadcrumbs: true,
  useCodeBlocks: true,
  expandObjects: true,
  expandParameters: true,
  tableColumnSettings: { hideSources: true },
  indexFormat: "table",
  parametersFormat: "table",
  interfacePropertiesFormat: "table",
  typeDeclarationFormat: "table",
  pageTitleTemplates: { index: "Reference", module: "{name}", member: "{name}" },
};

const app = await Application.bootstrapWithPlugins(options as never);
app.renderer.defineTheme("plain", Plain as never);
app.converter.on(Converter.EVENT_RESOLVE_BEGIN, arrangeEntries);
app.converter.on(Converter.EVENT_RESOLVE_BEGIN, forgetInherited);
app.converter.on(Converter.EVENT_RESOLVE_BEGIN, listThrows);
const project = await app.convert();
rmSync(out, { recursive: true, force: true });
if (project) arrangeCore(project);
if (project) {
  await app.generateOutputs(project);
  writeFileSync(join(out, "README.md"), indexPage());
}
if (!project || app.logger.hasErrors()) process.exitCode = 1;
