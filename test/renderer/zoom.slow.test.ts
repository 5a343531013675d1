import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { views } from "../../renderer/views/index.ts";
import {
  accessibilityFaults,
  overflow,
  picture,
  useWindows,
} from "../support/open-window.ts";
import {
  someAccounts,
  someAudit,
  someDefinitionRuns,
  someDefinitions,
  someDeliveries,
  someSources,
} from "../support/some-plans.ts";
import { someProblems, someRuns } from "../support/some-runs.ts";
import type { StubOptions } from "../support/stub-application.ts";

const stub: StubOptions = {
  items: 54,
  runs: someRuns,
  problems: someProblems,
  definitions: someDefinitions,
  definitionRuns: someDefinitionRuns,
  deliveries: someDeliveries,
  accounts: someAccounts,
  audit: someAudit,
  sources: someSources,
};
const soon = { timeout: 20_000 };

interface Place {
  readonly name: string;
  readonly at: string;
  prepare?(page: Page): Promise<void>;
}

const press = (page: Page, name: string | RegExp) =>
  page.getByRole("button", { name }).first().click();

/** Every room, and what opens in them. */
const places: readonly Place[] = [
  ...views.map(({ id, path }) => ({ name: id, at: `#${path}` })),
  { name: "item", at: "#/?item=1001" },
  { name: "run", at: "#/exports/8" },
  {
    name: "export dialog",
    at: "#/",
    async prepare(page) {
      await press(page, /^Export$/u);
      await page.getByText("54 items, 108 files").waitFor();
      for (const title of ["Where to", "Packing", "Content and proof"])
        await page.locator("summary", { hasText: title }).click();
      await press(page, /^Add a target$/u);
    },
  },
  {
    name: "basket",
    at: "#/",
    prepare: (page) => press(page, /^Basket/u),
  },
  {
    name: "facets",
    at: "#/",
    prepare: (page) => press(page, /^Filter$/u),
  },
  {
    name: "source dialog",
    at: "#/sources",
    prepare: (page) => press(page, /^Add a source$/u),
  },
  {
    name: "saved export",
    at: "#/schedules",
    prepare: (page) => press(page, /^Change Weekly safety copy$/u),
  },
  {
    name: "target dialog",
    at: "#/targets",
    prepare: (page) => press(page, /^Add a target$/u),
  },
  {
    name: "keys",
    at: "#/overview",
    async prepare(page) {
      await page.keyboard.press("?");
      await page.getByRole("dialog").waitFor();
    },
  },
];

/** Words that somebody cannot read: cut off without three dots that say so, or below other words. */
const unreadable = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const open = document.querySelector("[role=dialog].v-overlay--active");
    const within = open ?? document.body;
    const words = [
      ...within.querySelectorAll<HTMLElement>(
        "h1, h2, h3, p, .v-btn, summary, label, dt, dd, legend",
      ),
    ].filter(
      (element) =>
        element.checkVisibility({ visibilityProperty: true }) &&
        element.innerText.trim() !== "" &&
        element.closest(".unseen, .skip, [role=grid], [role=tree]") === null &&
        getComputedStyle(element).clipPath === "none",
    );
    const cut = words.filter((element) => {
      const { overflowX, textOverflow } = getComputedStyle(element);
      return (
        overflowX !== "visible" &&
        textOverflow !== "ellipsis" &&
        element.scrollWidth > element.clientWidth + 1
      );
    });
    const beyond = words.filter((element) => {
      const { left, right } = element.getBoundingClientRect();
      const scrolls = element.closest(".v-slide-group__container") !== null;
      return !scrolls && (left < -1 || right > window.innerWidth + 1);
    });
    const below = words.filter((element) => {
      const box = element.getBoundingClientRect();
      const x = box.left + box.width / 2;
      const y = box.top + box.height / 2;
      if (x < 0 || y < 0 || x > innerWidth || y > innerHeight) return false;
      // What has been scrolled out of its box is not covered, but away.
      const scroller = element.closest(
        ".view, .column, .v-card-text, .main, .stage, .detail",
      );
      const seen = scroller?.getBoundingClientRect();
      if (seen !== undefined && (y < seen.top || y > seen.bottom)) return false;
      const top = document.elementFromPoint(x, y);
      return (
        top !== null &&
        !element.contains(top) &&
        !top.contains(element) &&
        top.closest("footer, header, nav, .v-badge__badge") === null &&
        top.closest("label, .v-field") === null
      );
    });
    const say = (why: string) => (element: HTMLElement) =>
      `${why}: ${element.innerText.slice(0, 60)}`;
    return [
      ...cut.map(say("cut off")),
      ...beyond.map(say("beyond the window")),
      ...below.map(say("covered")),
    ];
  });

describe("at twice the size", () => {
  const windows = useWindows();

  test.each(places)("$name can be read and used", async (place) => {
    // 1280 by 800 points, each of them twice as large.
    const page = await windows.open(stub, {
      width: 640,
      height: 400,
      scale: 2,
      at: place.at,
    });
    await page.getByRole("heading", { level: 1 }).first().waitFor();
    await expect
      .poll(() => page.locator(".v-skeleton-loader").count(), soon)
      .toBe(0);
    await place.prepare?.(page);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page
        .locator(`.v-application.v-theme--${colorScheme}`)
        .first()
        .waitFor();
      await picture(page, `zoom-${place.name}-${colorScheme}`);
      await expect.poll(() => overflow(page), soon).toBeLessThanOrEqual(0);
      expect(await unreadable(page), colorScheme).toEqual([]);
      expect(await accessibilityFaults(page), colorScheme).toEqual([]);
    }
  });

  test.each(places)("$name shows where the focus is", async (place) => {
    const page = await windows.open(stub, {
      width: 640,
      height: 400,
      at: place.at,
    });
    await page.getByRole("heading", { level: 1 }).first().waitFor();
    await expect
      .poll(() => page.locator(".v-skeleton-loader").count(), soon)
      .toBe(0);
    await place.prepare?.(page);
    const faults = new Set<string>();
    for (let step = 0; step < 70; step += 1) {
      await page.keyboard.press("Tab");
      const fault = await page.evaluate(() => {
        const active = document.activeElement;
        if (active === null || active === document.body) return "";
        const name =
          active.getAttribute("aria-label") ??
          active.textContent.trim().slice(0, 40);
        const what = `${active.tagName.toLowerCase()}.${active.className} ${name}`;
        const { outlineStyle, outlineWidth } = getComputedStyle(active);
        const shows =
          (outlineStyle !== "none" && parseFloat(outlineWidth) > 0) ||
          active.closest(
            ".v-field--focused, .v-selection-control--focus-visible, .v-selection-control--focused",
          ) !== null;
        if (!shows) return `not seen: ${what}`;
        const { top, bottom, left, right } = active.getBoundingClientRect();
        const inside =
          bottom > 0 && top < innerHeight && right > 0 && left < innerWidth;
        return inside ? "" : `out of sight: ${what}`;
      });
      if (fault !== "") faults.add(fault);
    }
    expect([...faults]).toEqual([]);
  });
});
