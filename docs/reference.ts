// Writes `reference/` from the doc comments of each package's public entries. `lowlevel` entries have no pages: the README of the
// package documents them for packages that build on it.
import { globSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import {
  Application,
  type Context,
  Converter,
  type DeclarationReflection,
  IntrinsicType,
  ReflectionKind,
  type SignatureReflection,
} from "typedoc";
import { type MarkdownPageEvent, MarkdownTheme, type MarkdownThemeContext } from "typedoc-plugin-markdown";

const root = join(import.meta.dirname, "..");
const out = join(import.meta.dirname, "reference");

/** Leaves out of the stock theme where each member comes from and that a function returns nothing. */
class Plain extends MarkdownTheme {
  override getRenderContext(page: MarkdownPageEvent<any>): MarkdownThemeContext {
    const context = super.getRenderContext(page);
    const { signatureReturns } = context.partials;
    context.partials.inheritance = () => "";
    context.partials.signatureReturns = (signature, options) => (returnsNothing(signature) ? "" : signatureReturns(signature, options));
    return context;
  }

  override render(page: Parameters<MarkdownTheme["render"]>[0]): string {
    return super.render(page).replaceAll(/^#+ Type Parameters\n\n\| Type Parameter \|\n(\|.*\n)+\n?/gm, "");
  }
}

function returnsNothing({ type }: SignatureReflection): boolean {
  return type instanceof IntrinsicType && type.name === "void";
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

const options = {
  plugin: ["typedoc-plugin-markdown"],
  entryPointStrategy: "packages",
  // Without the front door, which only re-exports.
  entryPoints: globSync("packages/*/*/package.json", { cwd: root })
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
  readme: join(root, "packages/asyncio/README.md"),
  outputs: [{ name: "markdown", path: out }],
  theme: "plain",
  // Types have no pages of their own: they stand on the page of their package.
  membersWithOwnFile: ["Class", "Function", "Variable"],
  excludeScopesInPaths: true,
  mergeReadme: true,
  hidePageHeader: true,
  hideBreadcrumbs: true,
  useCodeBlocks: true,
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
if (project) await app.generateOutputs(project);
if (!project || app.logger.hasErrors()) process.exitCode = 1;
