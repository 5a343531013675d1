import { execFile } from "node:child_process";
import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { createHash, randomBytes } from "node:crypto";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";
import { de } from "../../../renderer/locales/de.ts";
import { en } from "../../../renderer/locales/en.ts";
import { holdallJson } from "../holdall.ts";
import type { Person } from "./person.ts";

const shell = promisify(execFile);

/** A window with all of Holdall behind it, and whoever sits at it. */
export interface Workplace {
  readonly page: Page;
  readonly person: Person;
  /** Where the test keeps files of its own. */
  readonly folder: string;
  readonly dataDir: string;
  /** Comes in, where somebody has to say who they are first. */
  enter(): Promise<void>;
  /** Has the archives of a finished export given, as the window gives them. @returns where they lie */
  take(card: Locator): Promise<readonly string[]>;
  /** Where scripts reach this catalog, without a slash at the end. */
  api(): Promise<string>;
  /** Loads the page anew, where a person can. */
  reload(): Promise<unknown>;
  /** Goes out and comes in again, where there is an account to do so with. */
  leaveAndReturn(): Promise<void>;
}

/** Two readings, which together are larger than the smallest volumes that are offered. */
const readings = ["reading-1.bin", "reading-2.bin"] as const;
const readingBytes = 6_000_000;
const soon = { timeout: 30_000 };

interface Job {
  readonly name: string;
  perform(at: Workplace): Promise<void>;
}

/** What people do with Holdall, from an empty catalog on. Each job goes on from the one before. */
const mainJobs: readonly Job[] = [
  {
    name: "the first run, with the sample",
    async perform({ page, person, enter }) {
      await enter();
      await page.getByRole("heading", { name: en.first.title }).waitFor();
      await person.press(button(page, en.first.trySample));
      await button(page, en.export.button).waitFor();
      await page.getByText("12 items", { exact: true }).waitFor();
    },
  },
  {
    name: "an import of one's own files",
    async perform({ page, person, folder }) {
      const readingsFolder = join(folder, "tide gauge");
      await mkdir(readingsFolder);
      for (const name of readings)
        await writeFile(join(readingsFolder, name), randomBytes(readingBytes));
      const rows = readings.map((name, index) => `${name},Sluice ${index + 1}`);
      await writeFile(
        join(readingsFolder, "sluice.csv"),
        ["filename,dc.title", ...rows, ""].join("\r\n"),
      );
      await person.bring(
        ["sluice.csv", ...readings].map((name) => join(readingsFolder, name)),
      );
      const offer = dialog(page, en.import.title);
      await offer.getByText("sluice.csv").first().waitFor();
      await person.press(button(offer, en.import.confirm));
      const card = page.getByRole("article").first();
      await card.getByText("2 items imported").waitFor(soon);
    },
  },
  {
    name: "a search, the basket, and a SAF export in volumes",
    async perform({ page, person, dataDir, take }) {
      await person.press(room(page, en.collections.title));
      const table = page.getByRole("grid", { name: en.collections.items });
      await table.getByText("Sluice 1").waitFor();
      await person.search("sluice");
      await page.getByText("2 items found").waitFor();
      await person.selectAll(table);
      await person.press(button(page, en.selection.toBasket));
      await person.press(button(page, "Basket, 1 thing"));
      await person.press(button(page, en.basket.export));
      const planner = dialog(page, en.export.title);
      await planner.getByText(/^2 items, 2 files/u).waitFor();
      await person.press(
        planner.locator("summary", { hasText: en.editor.packing }),
      );
      await person.choose(
        planner.getByRole("combobox", { name: en.editor.volumes }),
        "Files of 10 MB at the most",
      );
      await person.press(button(planner, en.export.confirm));
      const card = page.getByRole("article", { name: "Basket" });
      await card
        .getByText(/^2 of 2 items, 2 of 2 files.*re-read and matched/u)
        .waitFor(soon);
      const archives = await take(card);
      expect(archives).toHaveLength(2);
      for (const archive of archives) await shell("unzip", ["-tqq", archive]);
      await holdallJson(dataDir, "verify", archives[0] ?? "");
    },
  },
  {
    name: "an export that runs every week",
    async perform({ page, person, folder }) {
      await person.press(room(page, en.collections.title));
      await person.goTo(page.getByRole("tree"), "sluice");
      await page.getByRole("heading", { level: 1, name: "sluice" }).waitFor();
      await person.press(button(page, en.export.button));
      const planner = dialog(page, en.export.title);
      await planner.getByText(en.preflight.nothingLost).waitFor(soon);
      await person.pick(planner.getByLabel(en.editor.regularly));
      await planner.getByText("Every Monday at 03:00").waitFor();
      await person.write(
        planner.getByLabel(en.editor.name, { exact: true }),
        "Weekly copy",
      );
      await person.press(
        planner.locator("summary", { hasText: en.editor.where }),
      );
      await person.press(button(planner, en.target.add));
      await person.write(
        planner.getByLabel(en.target.fields.path, { exact: true }),
        join(folder, "drive"),
      );
      await person.press(button(planner, en.target.test));
      await planner.getByText(en.target.testFailed).waitFor(soon);
      await person.press(button(planner, en.editor.save));
      const card = page.getByRole("article", { name: "Weekly copy" });
      await card.getByText("Every Monday at 03:00").waitFor();
    },
  },
  {
    name: "a run that fails, why, and making up for it",
    async perform({ page, person, dataDir, folder }) {
      const store = join(dataDir, "store");
      const lost = await pathOfReading(folder, store);
      const aside = join(folder, "lost");
      await rename(lost, aside);
      await person.press(
        button(page, en.schedules.runNowOf.replace("{name}", "Weekly copy")),
      );
      const failed = page.getByRole("article", { name: "Weekly copy" }).first();
      await failed.getByText(en.runs.states.doneWithProblems).waitFor(soon);
      await person.press(
        failed.getByRole("button", { name: /^\d problems?$/u }),
      );
      await failed
        .getByText(/reading-1\.bin/u)
        .first()
        .waitFor(soon);

      await rename(aside, lost);
      await mkdir(join(folder, "drive"));
      await person.press(button(failed, en.runs.retryMissing));
      // The page of the new run takes the place of the other.
      await failed
        .getByText(en.runs.states.doneWithProblems)
        .waitFor({ ...soon, state: "detached" });
      const made = page.getByRole("article", { name: "Weekly copy" });
      await made.getByText(en.runs.matched).waitFor(soon);
      await made.getByText(/^Delivered · /u).waitFor(soon);
      // What had been packed goes there too, as far as it came.
      await expect
        .poll(() => readdir(join(folder, "drive")), soon)
        .toEqual(Array(2).fill(expect.stringMatching(/\.zip$/u)));
    },
  },
  {
    name: "a key for scripts, used by curl",
    async perform({ page, person, api }) {
      await person.press(room(page, en.settings.title));
      const name = page.getByLabel(en.settings.keyName);
      await page.getByText(en.settings.keys).first().waitFor();
      await page.getByText(en.settings.noKeys).first().waitFor();
      if ((await name.count()) === 0) {
        await person.write(page.getByLabel(en.signIn.email), "ada@example.org");
        await person.write(
          page.getByLabel(en.signIn.password, { exact: true }),
          "correct horse battery",
        );
        await person.press(page.getByLabel(en.settings.administrator));
        await person.press(button(page, en.settings.addAccount));
      }
      await person.write(name, "nightly script");
      await person.press(button(page, en.settings.createKey));
      await page.getByText("nightly script", { exact: true }).waitFor();
      // The application says where a server beside it would answer; this one does elsewhere.
      const usual = await page.locator("[data-curl=dspace]").innerText();
      const [origin = ""] = /https?:\/\/[^\s/]+/u.exec(usual) ?? [];
      const server = await api();
      const lineFor = async (dialect: string) =>
        (await page.locator(`[data-curl=${dialect}]`).innerText()).replaceAll(
          origin,
          server,
        );
      for (const [dialect, expected] of [
        ["holdall", '"ok":true'],
        ["dspace", '"communities"'],
        ["easydb", '"objects":['],
        ["rspace", '"message":"OK"'],
      ] as const) {
        const line = await lineFor(dialect);
        // easydb knows no keys: whoever runs its line has said their password.
        const { stdout } = await shell("sh", ["-c", line], {
          env: { ...process.env, PASSWORD: "correct horse battery" },
        });
        expect(stdout.replaceAll(" ", ""), line).toContain(expected);
      }
      const line = await lineFor("holdall");
      await person.press(
        button(page, en.settings.revokeKey.replace("{name}", "nightly script")),
      );
      await page.getByText(en.settings.noKeys).waitFor();
      // What was copied before is worth nothing any more.
      expect((await shell("sh", ["-c", line])).stdout).toContain('"ok":false');
    },
  },
  {
    name: "another language, and other colours",
    async perform({ page, person, reload }) {
      await person.pick(page.getByLabel("Deutsch"));
      await page
        .getByRole("heading", { level: 1, name: de.settings.title })
        .waitFor();
      await person.pick(page.getByLabel(de.app.themes.dark));
      await page.locator(".v-application.v-theme--dark").waitFor();
      await reload();
      await page
        .getByRole("heading", { level: 1, name: de.settings.title })
        .waitFor();
      await page.locator(".v-application.v-theme--dark").waitFor();
      expect(await page.evaluate(() => document.documentElement.lang)).toBe(
        "de",
      );
      await person.pick(page.getByLabel("English"));
      await page
        .getByRole("heading", { level: 1, name: en.settings.title })
        .waitFor();
    },
  },
  {
    name: "going out, and coming in again",
    perform: ({ leaveAndReturn }) => leaveAndReturn(),
  },
];

/** Does all of it, one after the other, and says which part of it could not be done. */
export async function performMainJobs(at: Workplace): Promise<void> {
  at.page.setDefaultTimeout(20_000);
  for (const { name, perform } of mainJobs) {
    const begun = performance.now();
    try {
      await perform(at);
    } catch (error) {
      throw new Error(
        `It was not possible: ${name}. ${await whatIsThere(at.page)}`,
        { cause: error },
      );
    }
    if (process.env["HOLDALL_JOB_TIMES"] !== undefined)
      console.log(name, Math.round(performance.now() - begun));
  }
}

/** What somebody would see who came to look why it did not go on. */
async function whatIsThere(page: Page): Promise<string> {
  const silent = () => "nothing";
  const shown = await page
    .locator("body")
    .innerText({ timeout: 5_000 })
    .catch(silent);
  const focused = await page
    .locator(":focus")
    .first()
    .evaluate((element) => element.outerHTML, null, { timeout: 2_000 })
    .catch(silent);
  return `This had the focus:\n${focused.slice(0, 300)}\nThis was there:\n${shown}`;
}

const button = (within: Page | Locator, name: string): Locator =>
  within.getByRole("button", { name, exact: true });
const dialog = (page: Page, name: string): Locator =>
  page.getByRole("dialog", { name, exact: true });
const room = (page: Page, name: string): Locator =>
  page
    .getByRole("navigation", { name: en.app.rooms })
    .getByRole("link", { name, exact: true });

/** Where the catalog keeps the first of the readings: the store names files by what is in them. */
async function pathOfReading(folder: string, store: string): Promise<string> {
  const name = createHash("sha256")
    .update(await readFile(join(folder, "tide gauge", readings[0])))
    .digest("hex");
  return join(store, name.slice(0, 2), name);
}
