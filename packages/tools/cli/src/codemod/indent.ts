import { ts } from "ts-morph";

/** Returns the indentation of one level in a file. */
export function unitOf(file: ts.SourceFile): string {
  return /^(\t| {2,8}(?=\S))/m.exec(file.text)?.[1] ?? "  ";
}

/** Returns the text of a statement, with all its lines one level deeper. Lines inside a template stay, because they are its value. */
export function indented(text: string, unit: string, fileName: string): string {
  // The function makes `super`, `return` and private names legal for the parser.
  const head = "function* f() { ";
  const file = ts.createSourceFile(fileName, head + text, ts.ScriptTarget.Latest, true);
  const templates: [number, number][] = [];
  const visit = (node: ts.Node): void => {
    const isPart = ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node) || ts.isNoSubstitutionTemplateLiteral(node);
    if (isPart) templates.push([node.getStart(file) - head.length, node.end - head.length]);
    ts.forEachChild(node, visit);
  };
  visit(file);
  const isInTemplate = (place: number) => templates.some(([start, end]) => start < place && place < end);
  const deeper = text.replace(/\n(?=[^\n])/g, (line, place: number) => (isInTemplate(place) ? line : line + unit));
  return unit + deeper;
}
