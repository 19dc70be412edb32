import { expect, test } from "vitest";
import { bodyOf, withBody } from "../src/page-section.ts";

const page = "# Page\n\ntext\n\n## One\n\nfirst\n\n### Inner\n\nmore\n\n## Two\n\nsecond\n";

test("bodyOf() returns a section with its inner headings", () => {
  expect(bodyOf(page, "## One")).toBe("first\n\n### Inner\n\nmore");
});

test("bodyOf() returns the last section up to the end of the page", () => {
  expect(bodyOf(page, "## Two")).toBe("second");
});

test("bodyOf() says of a section that is not on the page that it was not measured", () => {
  expect(bodyOf(page, "## Three")).toBe("Not measured.");
});

test("withBody() replaces one section and leaves the others", () => {
  const replaced = withBody(page, "## One", "other");
  expect(bodyOf(replaced, "## One")).toBe("other");
  expect(replaced).toBe("# Page\n\ntext\n\n## One\n\nother\n\n## Two\n\nsecond\n");
});

test("withBody() replaces the last section up to the end of the page", () => {
  expect(withBody(page, "## Two", "other")).toBe(page.replace("second", "other"));
});

test("withBody() adds a section that is not on the page", () => {
  expect(bodyOf(withBody(page, "## Three", "third"), "## Three")).toBe("third");
});
