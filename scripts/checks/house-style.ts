// An oxlint plugin for the rules of our style that a machine can check.
import { basename } from "node:path";
import type { RuleTester } from "oxlint/plugins-dev";

type Rule = Parameters<RuleTester["run"]>[1];

/** Words for people, which comments must not use for objects. */
const words = /\b(?:those who|who|whom|whose|whoever|nobody|somebody)\b/gi;

/** Phrases that mean people. */
const people = /\b(?:whoever (?:reads|reviews|writes)|(?:users?|readers?|authors?|people|contributors?|maintainers?|reviewers?) who)\b/gi;

/** Samples and quoted code. */
const code = /```[\s\S]*?```|`[^`]*`/g;

/** File names that do not name the content. */
const vague = /^(?:utils?|types?|helpers?|common)\.[cm]?[jt]s$/;

/** The methods that may skip a test or a group, and what they are called on. */
const skips = /^(?:skip|skipIf|runIf|todo)$/;
const suites = /^(?:test|plain|it|describe)\b/;

const commentWords: Rule = {
  create(context) {
    return {
      Program() {
        for (const comment of context.sourceCode.getAllComments()) {
          const blank = (text: string) => " ".repeat(text.length);
          const prose = comment.value.replace(code, blank).replace(people, blank);
          for (const { 0: word, index } of prose.matchAll(words)) {
            const start = comment.range[0] + "//".length + index;
            context.report({
              loc: {
                start: context.sourceCode.getLocFromIndex(start),
                end: context.sourceCode.getLocFromIndex(start + word.length),
              },
              message:
                `"${word}" is for people; name the thing: waiter, task, caller, reader, callback … ` +
                `Not "wakes whoever waits", but "wakes the next waiter". (Phrases for people: scripts/checks/house-style.ts)`,
            });
          }
        }
      },
    };
  },
};

const fileName: Rule = {
  create(context) {
    return {
      Program(node) {
        const name = basename(context.filename);
        if (vague.test(name))
          context.report({ node, message: `"${name}" names no content: call the file by the one thing in it, such as future.ts` });
      },
    };
  },
};

const skipReason: Rule = {
  create(context) {
    return {
      MemberExpression({ object, property, range, loc }) {
        if (property.type !== "Identifier" || !skips.test(property.name)) return;
        if (!suites.test(context.sourceCode.getText(object))) return;
        const before = context.sourceCode.text.slice(0, range[0]).split("\n");
        if (/^\s*\/\//.test(before.at(-2) ?? "")) return;
        context.report({ loc, message: "a comment above a test that may be skipped says why: `npm test` prints it" });
      },
    };
  },
};

export default {
  meta: { name: "house-style" },
  rules: { "comment-words": commentWords, "file-name": fileName, "skip-reason": skipReason },
};
