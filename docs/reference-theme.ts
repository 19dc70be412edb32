import {
  type DeclarationReflection,
  IntrinsicType,
  type ProjectReflection,
  type ReflectionCategory,
  ReflectionKind,
  type SignatureReflection,
} from "typedoc";
import { type MarkdownPageEvent, MarkdownTheme, type MarkdownThemeContext } from "typedoc-plugin-markdown";
import { signatureHtml } from "./signature.ts";

/** The addresses on the site of the names of each package, by its folder. Known once the first page is rendered. */
export const addresses = new Map<string, Map<string, string>>();

/**
 * Changes the stock theme: signatures link their types, samples import `asyncio-ts`. Leaves out the origin of each member, the
 * return type of functions that return nothing, and READMEs of packages that stand under another name.
 */
export class Plain extends MarkdownTheme {
  override getRenderContext(page: MarkdownPageEvent<any>): MarkdownThemeContext {
    const context = super.getRenderContext(page);
    const { declarationTitle, signatureReturns, signatureTitle } = context.partials;
    if (addresses.size === 0) this.#collectAddresses(page.project);
    const packageOfPage = page.url.split("/")[0]!;
    const linked = (title: string) =>
      signatureHtml(title.replaceAll(/^```ts\n|\n```$/gm, ""), (name) =>
        name === page.model.name ? null : this.#addressOf(name, packageOfPage),
      );
    context.partials.inheritance = () => "";
    context.partials.categories = (categories, { headingLevel }) =>
      categories.map((category) => topicOf(context, category, headingLevel)).join("\n\n");
    context.partials.declarationTitle = (model) => linked(declarationTitle(model));
    context.partials.signatureTitle = (model, options) => linked(signatureTitle(model, options));
    context.partials.signatureReturns = (signature, options) => (returnsNothing(signature) ? "" : signatureReturns(signature, options));
    return context;
  }

  override render(page: Parameters<MarkdownTheme["render"]>[0]): string {
    return super
      .render(page)
      .replaceAll(/^#+ Type Parameters\n\n\| Type Parameter \|\n(\|.*\n)+\n?/gm, "")
      .replaceAll(/^```ts\n[^]*?^```$/gm, withFrontDoor);
  }

  /** Returns the address of a name on the site: of the package's own name, else of one of asyncio-ts. */
  #addressOf(name: string, packageOfPage: string): string | null {
    return addresses.get(packageOfPage)?.get(name) ?? addresses.get("asyncio-ts")?.get(name) ?? null;
  }

  #collectAddresses(project: ProjectReflection): void {
    for (const { children = [], name } of modulesOf(project)) {
      const linkable = children.filter((child) => this.router.hasUrl(child));
      const entries = linkable.map((child) => [child.name, addressOf(this.router.getFullUrl(child))] as const);
      addresses.set(folderOf(name), new Map(entries));
    }
  }
}

/** Returns the folder of a package in the reference. */
export function folderOf(name: string): string {
  return name.replace("@asyncio-ts/", "");
}

/** Returns the public packages of the reference. */
export function modulesOf(project: ProjectReflection): DeclarationReflection[] {
  return project.getChildrenByKind(ReflectionKind.Module) as DeclarationReflection[];
}

/** Returns the address on the site of a file of the reference, which may have an anchor. */
function addressOf(file: string): string {
  return `/reference/${file.replace(/(?:README)?\.md(?=#|$)/, "")}`;
}

function returnsNothing({ type }: SignatureReflection): boolean {
  return type instanceof IntrinsicType && type.name === "void";
}

/** Returns the section of a topic: a table of the names that have a page, then the other names in full. */
function topicOf({ partials, router }: MarkdownThemeContext, { children, title }: ReflectionCategory, headingLevel: number): string {
  const declarations = children.filter((child) => child.isDeclaration());
  const pages = declarations.filter((child) => router.hasOwnDocument(child));
  const others = declarations.filter((child) => !router.hasOwnDocument(child));
  const parts = [`${"#".repeat(headingLevel)} ${title}`];
  if (pages.length > 0) parts.push(partials.groupIndex({ title, children: pages } as never));
  if (others.length > 0) parts.push(partials.members(others, { headingLevel: headingLevel + 1 }));
  return parts.join("\n\n");
}

/** Replaces imports of core packages in a sample by one import of `asyncio-ts`. */
function withFrontDoor(sample: string): string {
  const names: string[] = [];
  const imports = /^import \{([^}]*)\} from "(?:@asyncio-ts\/(?:loop|sync|tasks)|asyncio-ts)";\n/gm;
  const rest = sample.replaceAll(imports, (_, list: string) => {
    names.push(...list.split(",").map((name) => name.trim()));
    return "";
  });
  if (names.length === 0) return sample;
  const sorted = names.filter((name) => name !== "").toSorted((a, b) => a.replace("type ", "").localeCompare(b.replace("type ", "")));
  const line = `import { ${sorted.join(", ")} } from "asyncio-ts";`;
  const wrapped = `import {\n${sorted.map((name) => `  ${name},\n`).join("")}} from "asyncio-ts";`;
  return rest.replace("```ts\n", () => `\`\`\`ts\n${line.length > 76 ? wrapped : line}\n`);
}
