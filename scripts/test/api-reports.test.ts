import { expect, test } from "vitest";
import { namedByLowlevel, unclear } from "../checks/api-reports.ts";

const report = `## API Report File for "clock"

\`\`\`ts

// @public
export class Clock extends Thing {
    // Warning: (ae-forgotten-export) The symbol "Hand" needs to be exported by the entry point index.d.ts
    hand(): Hand;
    // (undocumented)
    tick(): void;
}

// Warning: (ae-forgotten-export) The symbol "Gear" needs to be exported by the entry point index.d.ts
//
// @public
export function wind(gear: Gear): void;

\`\`\`
`;

test("unclear() finds declarations without a doc comment, and types without a name", () => {
  expect(unclear(new Map([["clock.api.md", report]]))).toEqual([
    'clock.api.md: (ae-forgotten-export) The symbol "Hand" needs to be exported by the entry point index.d.ts',
    "clock.api.md: this declaration has no doc comment: tick(): void;",
    'clock.api.md: (ae-forgotten-export) The symbol "Gear" needs to be exported by the entry point index.d.ts',
  ]);
  expect(unclear(new Map([["clock.api.md", "// @public\nexport function tick(): void;\n"]]))).toEqual([]);
});

test("namedByLowlevel() drops the warnings about types that lowlevel exports", () => {
  const named = namedByLowlevel(report, "// @public\nexport interface Gear {\n}\n\n// @public\nexport function hand(): Hand;\n");
  expect(named).not.toContain('"Gear"');
  expect(named).toContain("\n\n// @public\nexport function wind(gear: Gear): void;\n");
  expect(named).toContain('"Hand"');
  expect(namedByLowlevel(report, "export abstract class Hand {\n}\nexport type Gear = number;")).not.toContain("Warning");
});
