// The built lab in a browser.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { deflateRawSync } from "node:zlib";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { executablePath, LabPage, launch } from "./browser.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** How the programs end that do not end normally. */
const endings: Readonly<Record<string, RegExp>> = {
  "two-locks": /^DeadlockError: Deadlock: every task waits/,
  "endless-loop": /^The run was ended in a step of spinner, which had taken 2 s$/,
};

// This machine has no Chromium at `$CHROMIUM` or `/usr/bin/chromium`. `npm run check:release` brings one.
describe.skipIf(executablePath === null)("the lab", () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser?.close());

  const open = (fragment: string, options: Parameters<typeof LabPage.open>[2] = {}) => LabPage.open(browser, fragment, options);

  test("each program plays to its end, without errors and without requests to other hosts", async () => {
    await using lab = await open("");
    await lab.outcome();
    const choice = lab.page.getByRole("combobox", { name: "Program" });
    const names = await choice.locator("option").evaluateAll((options) => options.map((option) => (option as HTMLOptionElement).value));
    expect(names).toEqual(expect.arrayContaining(["type-ahead", "worker-pool", "failing-group", "dining-philosophers", "gallery/crawler"]));
    expect(names.length).toBeGreaterThan(45);
    for (const name of names) {
      await choice.selectOption(name);
      await lab.page.getByRole("button", { name: "Run", exact: true }).waitFor();
      expect(await lab.outcome(), name).toMatch(endings[name] ?? /^The program ends normally/);
      const slider = lab.page.getByRole("slider");
      expect(Number(await slider.inputValue()), name).toBeCloseTo(Number(await slider.getAttribute("max")));
    }
    expect(lab.problems).toEqual([]);
  });

  test("a run plays by itself, to its end, and can be paused", async () => {
    await using lab = await open("#program=breakfast", { reducedMotion: "no-preference" });
    await lab.page.getByRole("button", { name: "Pause" }).click();
    const slider = lab.page.getByRole("slider");
    const paused = await slider.inputValue();
    expect(Number(paused)).toBeLessThan(Number(await slider.getAttribute("max")));
    await lab.page.getByLabel("Speed").selectOption("4");
    expect(await slider.inputValue()).toBe(paused);
    await lab.page.keyboard.press("Escape");
    await lab.page.getByRole("button", { name: "Play" }).click();
    await lab.page.getByRole("button", { name: "Play" }).waitFor();
    expect(Number(await slider.inputValue())).toBeCloseTo(Number(await slider.getAttribute("max")));
    expect(await lab.lines()).toContain("breakfast!");
  });

  test("scrubbing shows the states of the tasks and the lines of three times, back and forth", async () => {
    await using lab = await open("#program=breakfast");
    await lab.outcome();
    const at: Record<number, { tasks: string[]; lines: number }> = {
      350: { tasks: ["waits for Future 1", "has finished", "waits for sleep", "waits for sleep"], lines: 3 },
      150: { tasks: ["waits for Future 1", "waits for sleep", "waits for Lock 1", "waits for sleep"], lines: 1 },
      600: { tasks: ["waits for Future 1", "has finished", "waits for sleep", "has finished"], lines: 4 },
    };
    for (const [ms, { lines, tasks }] of Object.entries(at)) {
      await lab.seek(Number(ms));
      expect(await lab.tasks()).toEqual(["Task-1", "tea", "eggs", "table"].map((name, i) => `${name}: ${tasks[i]}`));
      expect(await lab.lines()).toHaveLength(lines);
    }
  });

  test("keys step through the run, and a line of the console leads to its moment", async () => {
    await using lab = await open("#program=breakfast");
    await lab.outcome();
    const reading = lab.page.locator(".reading");
    await lab.page.keyboard.press("Home");
    await expect.poll(() => reading.innerText()).toMatch(/^0 ms[^]*step 0 \/ 9$/);
    for (let i = 0; i < 3; i++) await lab.page.keyboard.press("ArrowRight");
    await expect.poll(() => reading.innerText()).toMatch(/^0 ms[^]*step 3 \/ 9$/);
    await lab.page.keyboard.press("ArrowLeft");
    await expect.poll(() => reading.innerText()).toMatch(/step 2 \/ 9$/);
    await lab.page.getByRole("button", { name: "table: laid" }).click();
    await expect.poll(() => reading.innerText()).toMatch(/^400 ms/);
  });

  test("a click on a lane shows that place and selects the task, and the chart can be zoomed", async () => {
    await using lab = await open("#program=breakfast");
    await lab.outcome();
    const tracks = lab.page.locator(".tracks");
    const { height, width } = (await tracks.boundingBox())!;
    await tracks.click({ position: { x: width / 2, y: height * 0.6 } });
    await lab.page.getByRole("button", { name: /^eggs/, pressed: true }).waitFor();
    const slider = lab.page.getByRole("slider");
    const share = Number(await slider.inputValue()) / Number(await slider.getAttribute("max"));
    expect(Math.abs(share - 0.5)).toBeLessThan(0.05);
    await lab.page.getByRole("button", { name: "Zoom in" }).click();
    await expect.poll(async () => (await tracks.boundingBox())!.width).toBeGreaterThan(width * 1.3);
  });

  test("a selected task shows its stack and what it waits for, and can be cancelled there", async () => {
    await using lab = await open("#program=breakfast");
    await lab.outcome();
    await lab.seek(150);
    await lab.page.getByRole("button", { name: "eggs: waits for Lock 1" }).click();
    const pane = lab.page.getByRole("region", { name: "Task", exact: true });
    expect(await pane.innerText()).toMatch(/waits for Lock 1, since 0 ms[^]*created\s+at 0 ms by Task-1[^]*cook, line 7/);
    expect(await lab.page.locator(".suspended").innerText()).toContain("yield* hob.acquire()");

    await pane.getByRole("button", { name: /^Cancel it at/ }).click();
    await lab.page.getByText("With a cancellation of yours").waitFor();
    // It stays at the time, although the run is shorter now.
    await expect.poll(() => lab.page.locator(".reading b").innerText()).toBe("150 ms");
    await lab.page.keyboard.press("End");
    await expect.poll(() => lab.tasks()).toContain("eggs: was cancelled");
    expect(await lab.lines()).toEqual(["tea: on the hob", "tea: ready", "table: laid", "breakfast!"]);

    await lab.page.getByRole("button", { name: "Take back" }).click();
    await expect.poll(() => lab.tasks()).toContain("eggs: waits for sleep");
    await lab.page.keyboard.press("End");
    await expect.poll(() => lab.lines()).toContain("eggs: ready");
  });

  test.each([
    ["lost-update", "Error: the balance is 1"],
    ["dining-philosophers", "DeadlockError: Deadlock: every task waits"],
  ])("the failing schedule of %s is found, and replayed from its link", async (name, message) => {
    await using lab = await open(`#program=${name}`, { permissions: ["clipboard-read", "clipboard-write"] });
    expect(await lab.outcome()).toContain("The program ends normally");
    await lab.page.getByRole("button", { name: "Explore schedules" }).click();
    await lab.page.getByRole("button", { name: "Failing schedule", pressed: true }).waitFor();
    await expect.poll(() => lab.outcome()).toContain(message);
    const reading = await lab.page.locator(".reading").innerText();
    const link = await lab.copyLink();
    expect(link).toMatch(/#program=[\w-]+&schedule=f-\w+&at=\d+_[\d.]+$/);

    await using again = await open(link);
    expect(await again.outcome()).toContain(message);
    expect(await again.page.locator(".reading").innerText()).toBe(reading);
    await again.page.getByRole("button", { name: "asyncio’s order" }).click();
    await expect.poll(() => again.outcome()).toContain("The program ends normally");
  });

  test("a link leads to a time between two events, with the cancellations", async () => {
    await using lab = await open("#program=breakfast", { permissions: ["clipboard-read", "clipboard-write"] });
    await lab.outcome();
    for (const [task, ms] of [
      ["eggs", 150],
      ["table", 350],
    ] as const) {
      await lab.seek(ms);
      await lab.page.getByRole("button", { name: new RegExp(`^${task}`) }).click();
      await lab.page.getByRole("button", { name: /^Cancel it at/ }).click();
      await lab.page.getByText(task === "eggs" ? "With a cancellation" : "With 2 cancellations").waitFor();
    }
    await lab.seek(200);
    const [tasks, reading] = [await lab.tasks(), await lab.page.locator(".reading").innerText()];
    const link = await lab.copyLink();

    await using again = await open(link);
    await again.outcome();
    expect(await again.tasks()).toEqual(tasks);
    expect(await again.page.locator(".reading").innerText()).toBe(reading);
    expect(tasks).toContain("eggs: was cancelled");
  });

  test("a program that is edited runs from its link, with its schedules", async () => {
    await using lab = await open("#program=two-locks", { permissions: ["clipboard-read", "clipboard-write"] });
    await lab.outcome();
    const editor = lab.page.getByRole("textbox", { name: /Text of the program/ });
    await editor.fill('import { run, sleep } from "asyncio-ts";\nconst ms: number = 40;\nawait run(sleep(ms));\nconsole.log("awake");');
    await lab.page.getByText("edited").waitFor();
    await editor.press("Control+Enter");
    await expect.poll(() => lab.outcome()).toBe("The program ends normally, after 40 ms");
    const link = await lab.copyLink();

    await using again = await open(link);
    expect(await again.outcome()).toBe("The program ends normally, after 40 ms");
    await again.page.getByRole("button", { name: "Explore schedules" }).click();
    await again.page.getByText("There is only one schedule, and it passes").waitFor();
  });

  test("a program that cannot run says why, and the one before stays", async () => {
    await using lab = await open("#program=breakfast");
    await lab.outcome();
    const editor = lab.page.getByRole("textbox", { name: /Text of the program/ });
    await editor.fill('import { readFile } from "node:fs";\nreadFile();');
    await lab.page.getByRole("button", { name: "Run", exact: true }).click();
    expect(await lab.page.getByRole("alert").innerText()).toContain('the lab has no module "node:fs"');
    await editor.fill("const a = ;");
    await lab.page.getByRole("button", { name: "Run", exact: true }).click();
    await expect.poll(() => lab.page.getByRole("alert").innerText()).toMatch(/line 1, column \d+: Unexpected token/);
    expect(await lab.tasks()).toHaveLength(4);
  });

  test.each([
    ["#code=abc", "the program in this link cannot be read; part of the link may be missing"],
    ["#program=lunch", 'the lab has no program "lunch"'],
  ])("the link %s, which cannot be opened, says why, and the first program is there", async (fragment, message) => {
    await using lab = await open(fragment);
    expect(await lab.page.getByRole("alert").innerText()).toBe(message);
    expect(await lab.tasks()).toHaveLength(4);
  });

  test("a link to a program with a syntax error shows that program", async () => {
    const code = deflateRawSync("const dish = ;").toString("base64url");
    await using lab = await open(`#code=${code}`);
    expect(await lab.page.getByRole("alert").innerText()).toMatch(/line 1, column \d+: Unexpected token/);
    expect(await lab.page.locator(".cm-content").innerText()).toBe("const dish = ;");
    expect(await lab.tasks()).toEqual([]);
  });

  test("reloading keeps the chosen program and the text that was run, and back leads to the program before", async () => {
    await using lab = await open("#program=breakfast");
    await lab.outcome();
    const choice = lab.page.getByRole("combobox", { name: "Program" });
    await choice.selectOption("lost-update");
    await expect.poll(() => lab.tasks()).toHaveLength(3);
    await lab.page.reload();
    await expect.poll(() => choice.inputValue()).toBe("lost-update");
    const editor = lab.page.getByRole("textbox", { name: /Text of the program/ });
    await editor.fill('import { run, sleep } from "asyncio-ts";\nawait run(sleep(40));');
    await editor.press("Control+Enter");
    await expect.poll(() => lab.outcome()).toContain("after 40 ms");
    await lab.page.reload();
    await expect.poll(() => lab.outcome()).toContain("after 40 ms");
    await lab.page.goBack();
    await expect.poll(() => choice.inputValue()).toBe("breakfast");
    await expect.poll(() => lab.tasks()).toHaveLength(4);
  });

  test("a text that is edited meanwhile changes neither the exploration nor a cancellation nor another schedule", async () => {
    await using lab = await open("#program=lost-update");
    await lab.outcome();
    const editor = lab.page.getByRole("textbox", { name: /Text of the program/ });
    await lab.page.locator(".cm-content").waitFor();
    await lab.page.getByRole("button", { name: "Explore schedules" }).click();
    await editor.fill("// empty");
    await expect.poll(() => lab.outcome()).toContain("Error: the balance is 1");
    await lab.page.getByRole("button", { name: "asyncio’s order" }).click();
    await expect.poll(() => lab.outcome()).toContain("The program ends normally, after 15 ms");
    expect(await editor.innerText()).toBe("// empty");
  });

  test("a run that is stopped leaves what the page shows", async () => {
    await using lab = await open("#program=breakfast");
    await lab.outcome();
    await lab.seek(150);
    await lab.page.getByRole("button", { name: /^eggs/ }).click();
    await lab.page.getByRole("button", { name: /^Cancel it at/ }).click();
    await lab.page.getByText("With a cancellation of yours").waitFor();
    await lab.page.getByRole("textbox", { name: /Text of the program/ }).fill("for (;;);");
    await lab.page.getByRole("button", { name: "Run", exact: true }).click();
    await lab.page.getByRole("button", { name: "Stop the run" }).click();
    await lab.page.getByText("With a cancellation of yours").waitFor();
    expect(await lab.tasks()).toHaveLength(4);
    await expect.poll(() => lab.page.workers().length).toBe(0);
  });

  test("2,000 steps at different times end soon, and the list has the console lines around the place", async () => {
    const source = `import { run, sleep } from "asyncio-ts";
      await run(function* () { for (let i = 1; i <= 2000; i++) { yield* sleep(1); console.log("line " + i); } });`;
    await using lab = await open(`#code=${deflateRawSync(source).toString("base64url")}`);
    expect(await lab.outcome()).toBe("The program ends normally, after 2 s");
    await lab.page.getByRole("button", { name: "1,500 earlier lines" }).click();
    await expect.poll(() => lab.page.locator(".console .latest .text").innerText()).toBe("line 1500");
    expect(await lab.page.locator(".console li").count()).toBeLessThan(1000);
    expect(await lab.page.locator(".console-track i").count()).toBeLessThan(1000);
  });

  test("errors that the program leaves to the host are lines of the console", async () => {
    const source = 'Promise.reject(new Error("lost"));';
    await using lab = await open(`#code=${deflateRawSync(source).toString("base64url")}`);
    await lab.outcome();
    expect(await lab.lines()).toEqual(["Uncaught (in promise) Error: lost"]);
    expect(lab.problems).toEqual([]);
  });

  test("the arrows to tasks out of view are one line", async () => {
    const source = `import { run, sleep, taskGroup } from "asyncio-ts";
      await run(taskGroup(function* (group) { for (let i = 0; i < 500; i++) group.createTask(sleep(1)); }));`;
    await using lab = await open(`#code=${deflateRawSync(source).toString("base64url")}&at=0`);
    await lab.outcome();
    const arrows = await lab.page.locator(".lanes .link").count();
    expect(arrows).toBeGreaterThan(5);
    expect(arrows).toBeLessThan(60);
  });

  test("typing goes on when the editor takes the place of the text field", async () => {
    await using lab = await open("#program=breakfast");
    const { promise: isFocused, resolve: letEditorLoad } = Promise.withResolvers<void>();
    await lab.page.route(/code-editor/, async (route) => {
      await isFocused;
      await route.fallback();
    });
    await lab.page.reload();
    await lab.outcome();
    await lab.page.evaluate(() => {
      const field = document.querySelector("textarea")!;
      field.focus();
      field.setSelectionRange(3, 3);
    });
    letEditorLoad();
    await lab.page.locator(".cm-content").waitFor();
    await lab.page.keyboard.type("My ");
    await expect.poll(() => lab.page.locator(".cm-line").first().innerText()).toMatch(/^\/\/ My Two dishes/);
  });

  test("a task with a long name can be closed", async () => {
    const source = `import { run, sleep, createTask } from "asyncio-ts";
      await run(function* () { yield* createTask(sleep(1), { name: "W".repeat(300) }); });`;
    await using lab = await open(`#code=${deflateRawSync(source).toString("base64url")}`, { viewport: { width: 390, height: 844 } });
    await lab.outcome();
    await lab.page.getByRole("button", { name: /^WWW/ }).click();
    const { x } = (await lab.page.getByRole("button", { name: "Close the task" }).boundingBox())!;
    expect(x).toBeLessThan(390 - 24);
  });

  test("an endless loop is ended, and the page answers meanwhile", async () => {
    await using lab = await open("#program=endless-loop");
    const stop = lab.page.getByRole("button", { name: "Stop the run" });
    await stop.waitFor();
    await lab.page.getByRole("button", { name: "Dark colours" }).click();
    expect(await stop.isVisible()).toBe(true);
    expect(await lab.outcome()).toMatch(endings["endless-loop"]!);
    expect(await lab.tasks()).toContain("spinner: is running");
    expect(await lab.lines()).toEqual(["tick 1", "tick 2", "tick 3"]);
  });

  test.each([
    ["a desktop, light", { viewport: { width: 1440, height: 900 }, colorScheme: "light" }],
    ["a desktop, dark", { viewport: { width: 1440, height: 900 }, colorScheme: "dark" }],
    ["a phone, light", { viewport: { width: 390, height: 844 }, colorScheme: "light" }],
    ["a phone, dark", { viewport: { width: 390, height: 844 }, colorScheme: "dark" }],
  ] as const)("axe finds no serious fault on %s, and the page is not wider than the screen", async (_, options) => {
    await using lab = await open("#program=lost-update&schedule=f-10u&at=40", options);
    await lab.outcome();
    await lab.page.locator(".cm-content").waitFor();
    await lab.page.getByRole("button", { name: /^Task-2/ }).click();
    await lab.page.evaluate(axe);
    const violations = await lab.page.evaluate(async () => {
      const { violations } = await (globalThis as unknown as { axe: typeof import("axe-core") }).axe.run();
      return violations
        .filter(({ impact }) => impact === "serious" || impact === "critical")
        .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join("\n")}`);
    });
    expect(violations).toEqual([]);
    expect(await lab.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(options.viewport.width);
  });

  test("without the editor, the lab loads less than 300 kB, and paints before the editor is requested", async () => {
    await using lab = await open("#program=type-ahead");
    await lab.outcome();
    await lab.page.locator(".cm-content").waitFor();
    const [editor] = [...lab.sizes.keys()].filter((file) => file.includes("code-editor"));
    const others = [...lab.sizes].filter(([file]) => file !== editor);
    const sum = others.reduce((sum, [, size]) => sum + size, 0);
    expect(sum, others.map(([file, size]) => `${size} ${file}`).join("\n")).toBeLessThan(300_000);
    const [painted, requested] = await lab.page.evaluate(() => [
      performance.getEntriesByName("first-contentful-paint")[0]!.startTime,
      performance.getEntriesByType("resource").find(({ name }) => name.includes("code-editor"))!.startTime,
    ]);
    expect(painted).toBeLessThan(requested!);
  });
});
