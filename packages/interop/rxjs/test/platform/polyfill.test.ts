// @skip-on Chromium: A page has an Observable of its own.
import { getObservablePolyfillInfo } from "@rxjs/observable-polyfill";
import { expect, test } from "vitest";
import { expected, scenarios } from "./scenarios.ts";

test("the platform's Observable as polyfilled by RxJS 9 passes all scenarios", async () => {
  expect(getObservablePolyfillInfo(Observable)).not.toBe(undefined);
  expect(await scenarios(Observable)).toEqual(expected);
});
