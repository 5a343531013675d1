import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import type { Run } from "../../main/domain/run.ts";
import { chromiumPath } from "../support/chromium.ts";
import {
  accessibilityFaults,
  dropFiles,
  overflow,
  picture,
  useWindows,
} from "../support/open-window.ts";
import { someProblems, someRuns } from "../support/some-runs.ts";
import type { StubOptions } from "../support/stub-application.ts";

/** Every view in every state worth seeing: how to get there, and what is there then. */
interface Scene {
  readonly name: string;
  readonly stub: StubOptions;
  readonly at?: string;
  prepare(page: Page): Promise<void>;
}

const full: StubOptions = { items: 54 };
const runs: readonly Run[] = someRuns;

const scenes: readonly Scene[] = [
  {
    name: "first-run",
    stub: { items: 0 },
    prepare: (page) =>
      page.getByRole("heading", { level: 1, name: /empty|leer/u }).waitFor(),
  },
  {
    name: "first-run-importing",
    stub: { items: 0, steps: 2, stepTime: 2000 },
    async prepare(page) {
      await page
        .getByRole("button", {
          name: /Import the sample|Beispiel importieren/u,
        })
        .click();
      await page
        .getByText(/27 (of|von) 54/u)
        .first()
        .waitFor();
    },
  },
  {
    name: "collections",
    stub: full,
    prepare: (page) => page.getByText("byggebrev no. 2").first().waitFor(),
  },
  {
    name: "collections-item",
    stub: full,
    at: "#/?item=1001",
    async prepare(page) {
      await page.getByText("dc.description.abstract").waitFor();
      await page.getByText("Carta do faroleiro").first().click();
    },
  },
  {
    name: "collections-nothing-found",
    stub: full,
    at: "#/?q=zzz",
    prepare: (page) =>
      page.getByText(/Nothing found|Nichts gefunden/u).waitFor(),
  },
  {
    name: "export-dialog",
    stub: full,
    at: "#/?q=light",
    async prepare(page) {
      await page.getByText("light ·").first().waitFor();
      await page
        .getByRole("button", { name: /^(Export|Exportieren)$/u })
        .click();
      await page.getByText(/7 (items|Objekte)/u).waitFor();
    },
  },
  {
    name: "import-dialog",
    stub: full,
    async prepare(page) {
      await page.getByText("byggebrev no. 2").first().waitFor();
      await dropFiles(page, "letters 1890–1920.zip");
      await page.getByText("/home/ada/incoming/letters").waitFor();
    },
  },
  {
    name: "exports",
    stub: { items: 54, runs, problems: someProblems },
    at: "#/exports?run=8",
    async prepare(page) {
      await page
        .getByRole("button", { name: /^3 (problems|Probleme)$/u })
        .click();
      await page.getByText("bitstream.missing").waitFor();
    },
  },
  {
    name: "exports-none",
    stub: full,
    at: "#/exports",
    prepare: (page) =>
      page.getByText(/Nothing has been exported|Noch wurde nichts/u).waitFor(),
  },
];

describe.skipIf(chromiumPath === undefined)("every view", () => {
  const windows = useWindows();

  describe.each(["light", "dark"] as const)("%s", (colorScheme) => {
    test.each(scenes)("$name is there for everyone", async (scene) => {
      const page = await windows.open(scene.stub, {
        colorScheme,
        at: scene.at ?? "",
      });
      await scene.prepare(page);
      await picture(page, `${scene.name}-${colorScheme}`);
      expect(await accessibilityFaults(page)).toEqual([]);
      expect(await overflow(page)).toBeLessThanOrEqual(0);
    });
  });

  describe.each([
    [900, 600],
    [390, 780],
  ])("%d pixels wide and %d high", (width, height) => {
    test.each(scenes)("$name fits", async (scene) => {
      const page = await windows.open(
        { ...scene.stub, longTexts: true },
        { width, height, at: scene.at ?? "", locale: "de-DE" },
      );
      await scene.prepare(page);
      expect(await overflow(page)).toBeLessThanOrEqual(0);
      expect(await accessibilityFaults(page)).toEqual([]);
    });
  });
});
