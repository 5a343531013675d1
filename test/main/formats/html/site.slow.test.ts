import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, readdirSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { HtmlValidate } from "html-validate";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { verifyArchive } from "../../../../main/jobs/verify-archive.ts";
import { startChromium } from "../../../support/chromium.ts";
import { crawlSite } from "../../../support/crawl-site.ts";
import { makeHostileSite } from "../../../support/hostile-site.ts";
import { accessibilityFaults } from "../../../support/open-window.ts";
import { temporaryFolder } from "../../../support/package-files.ts";
import {
  readPackage,
  type ReadPackage,
} from "../../../support/read-package.ts";
import { exportTarget } from "../../../support/runs.ts";

const temporary = temporaryFolder();
const data = join(temporary.path, "data");
const archive = join(temporary.path, "site.zip");
let items: number;
let packed: ReadPackage;
let site: string;
let browser: Browser;

beforeAll(async () => {
  items = await makeHostileSite(data);
  const { run, result } = await exportTarget(data, null, archive, {
    format: "html",
  });
  expect(run.error).toBeNull();
  expect(result).toMatchObject({ items, itemsPlanned: items, verified: true });
  packed = await readPackage(archive);
  const folder = join(temporary.path, "unpacked");
  mkdirSync(folder);
  execFileSync("unzip", ["-q", archive, "-d", folder]);
  site = join(folder, packed.root);
  browser = await startChromium();
});
afterAll(async () => {
  await browser.close();
  await temporary[Symbol.asyncDispose]();
});

/** Folder of an item by its title's beginning. */
function folderOf(start: string): string {
  const found = readdirSync(site).find((name) => name.startsWith(start));
  if (found === undefined) throw new Error(`There is no ${start}.`);
  return found;
}

function textOf(path: string): string {
  return readFileSync(join(site, path), "utf8");
}

/** Opens a page from the disk. What it asks for from outside is noted in `requests`. */
async function open(
  path: string,
  colorScheme: "light" | "dark" = "light",
  requests: string[] = [],
): Promise<Page> {
  const context = await browser.newContext({ colorScheme });
  const page = await context.newPage();
  page.on("request", (request) => {
    // The browser's own viewer of papers is made of pages, too.
    if (!/^(?:file|data|chrome|chrome-extension):/.test(request.url()))
      requests.push(request.url());
  });
  await page.goto(pathToFileURL(join(site, path)).href);
  return page;
}

describe("a site of everything that is awkward", () => {
  it("leads nowhere but to what is there, and reaches every page", () => {
    const { pages, dead, remote, unreached } = crawlSite(site);
    // Items, three pages of all, three and two of collections, and one of each other kind.
    expect(pages.length).toBeGreaterThan(items + 10);
    expect(dead).toEqual([]);
    expect(remote).toEqual([]);
    expect(unreached).toEqual([]);
  });

  it("is valid HTML, every page of it", async () => {
    const validator = new HtmlValidate({
      extends: ["html-validate:recommended"],
      rules: {
        // How empty elements, attributes and blanks are written is a matter of taste.
        "attr-delimiter": "off",
        "no-trailing-whitespace": "off",
        "void-style": "off",
        // It counts what is escaped as it is written.
        "long-title": "off",
        // Titles and names are what people gave.
        "no-raw-characters": "off",
        "tel-non-breaking": "off",
      },
    });
    const faults: string[] = [];
    for (const page of crawlSite(site).pages) {
      if (page.includes("item_Number-") && !page.includes("Number-1-"))
        continue;
      const { results } = await validator.validateString(textOf(page));
      for (const { messages } of results)
        for (const { ruleId, message, line } of messages)
          faults.push(`${page}:${String(line)} ${ruleId}: ${message}`);
    }
    expect(faults.slice(0, 20)).toEqual([]);
  });

  it("is accessible, in light and in dark, and asks nobody for anything", async () => {
    const requests: string[] = [];
    const pages = [
      "index.html",
      "a-z.html",
      "a-z-p2.html",
      "search.html",
      folderOf("community_Top"),
      folderOf("collection_C"),
      folderOf("item_Files") + "/index.html",
      folderOf("item_script") + "/index.html",
      folderOf("item_publication") + "/index.html",
    ];
    const faults: string[] = [];
    for (const scheme of ["light", "dark"] as const) {
      // In the dark only the colours are others.
      for (const path of scheme === "light" ? pages : pages.slice(-4)) {
        const page = await open(path, scheme, requests);
        for (const fault of await accessibilityFaults(page))
          faults.push(`${path} (${scheme}): ${fault}`);
        expect(await page.title()).not.toBe("attacked");
        await page.context().close();
      }
    }
    expect(faults).toEqual([]);
    expect(requests).toEqual([]);
  });

  it("runs nothing that somebody put into it", async () => {
    const page = await open(`${folderOf("item_script")}/index.html`);
    await page.evaluate(() => {
      for (const element of document.querySelectorAll<HTMLElement>("main *"))
        if (!(element instanceof HTMLAnchorElement)) element.click();
    });
    expect(await page.title()).toContain("<script>");
    expect(
      await page.evaluate(() =>
        [...document.querySelectorAll("*")].flatMap((element) =>
          element
            .getAttributeNames()
            .filter((name) => name.startsWith("on") || name === "style"),
        ),
      ),
    ).toEqual([]);
    const addresses = await page.evaluate(() =>
      [...document.querySelectorAll("a")].map(({ href }) => href),
    );
    expect(
      addresses.filter((href) => !/^(?:(?:file|https):|$)/.test(href)),
    ).toEqual([]);
    expect(addresses).toContain("https://example.org/a?b=c&d=e#f");
    // The allow-list has left what is harmless, and the page's own styles hold.
    expect(
      await page.locator("main li", { hasText: "four" }).count(),
    ).toBeGreaterThan(0);
    expect(
      await page.locator("main :is(img, iframe, svg, script, style)").count(),
    ).toBe(0);
    expect(await page.locator("body").isVisible()).toBe(true);
    await page.context().close();
  });

  it("shows pictures, sound, film and papers, and offers everything that could act for download only", async () => {
    const page = await open(`${folderOf("item_Files")}/index.html`);
    const of = async (selector: string, name: string) =>
      page
        .locator(selector)
        .evaluateAll(
          (elements, attribute) =>
            elements.map((element) =>
              decodeURIComponent(element.getAttribute(attribute) ?? ""),
            ),
          name,
        );
    expect(await of("img", "src")).toEqual(["ORIGINAL/4_picture & 'co'.png"]);
    expect(await page.locator("img").getAttribute("alt")).toContain("<script>");
    expect(
      await page
        .locator("img")
        .evaluate((image: HTMLImageElement) =>
          image.decode().then(() => image.naturalWidth),
        ),
    ).toBe(1);
    expect(await of("audio", "src")).toEqual(["ORIGINAL/5_sound.wav"]);
    expect(await of("video", "src")).toEqual(["ORIGINAL/6_film.webm"]);
    expect(await of("iframe", "src")).toEqual(["ORIGINAL/7_paper.pdf"]);
    const downloads = await of("a[download]", "href");
    expect(downloads).toEqual(
      expect.arrayContaining([
        "ORIGINAL/1_page #1 100%_.html",
        "ORIGINAL/2_picture.svg",
        "ORIGINAL/3_lies.html",
      ]),
    );
    const opened = await of("a.name:not([download])", "href");
    expect(opened.filter((href) => /html|svg/.test(href))).toEqual([]);
    await page.context().close();
  });

  it("finds items without a server, whatever letters they are written with", async () => {
    const page = await open("search.html");
    const search = async (text: string) => {
      await page.fill("#search-text", text);
      await page.press("#search-text", "Enter");
      await page
        .locator("#search-state", { hasText: /found\b.*\.$/ })
        .waitFor();
      return page.locator("#search-results a").allTextContents();
    };
    expect(await search("unicode EMOJI")).toEqual(["Ünïcödé ꜱᴍᴀʟʟ 😀 emoji"]);
    expect(await search("nothing-like-it")).toEqual([]);
    expect(await search("number 17")).toHaveLength(12);
    expect((await search("number")).length).toBe(200);
    expect(await page.locator("#search-state").textContent()).toBe(
      "210 items found; the first 200 are shown.",
    );
    await page.locator("#search-results a").first().click();
    await page.locator("h1", { hasText: /^Number / }).waitFor();
    await page.context().close();
  });

  it("sorts numbers by value, and letters without their accents", () => {
    const all = ["a-z.html", "a-z-p2.html"].map(textOf).join("");
    const place = (title: string) => all.indexOf(`>${title}</a>`);
    expect(place("2 of 10")).toBeGreaterThan(0);
    expect(place("2 of 10")).toBeLessThan(place("10 of 10"));
    expect(place("Number 2")).toBeLessThan(place("Number 10"));
    expect(place("publication")).toBeLessThan(place("Ünïcödé ꜱᴍᴀʟʟ 😀 emoji"));
  });

  it("names what is not in it, and why", async () => {
    const collection = folderOf("collection_C");
    expect(textOf(collection)).toMatch(
      /Withdrawn &lt;script&gt;[\s\S]*not exported: withdrawn/,
    );
    const less = join(temporary.path, "less.zip");
    await exportTarget(data, null, less, { format: "html", bitstreams: false });
    const { text, paths } = await readPackage(less);
    expect(paths.filter((path) => path.split("/").length > 2)).toEqual([]);
    expect(text(`${folderOf("item_Files")}/index.html`)).toContain(
      "Not exported: the package was made without files",
    );
  });

  it("links related items, and names those that are elsewhere", async () => {
    const publication = textOf(`${folderOf("item_publication")}/index.html`);
    expect(publication).toContain(
      `href="../${folderOf("item_person")}/index.html"`,
    );
    const id = /-(\d+)$/.exec(folderOf("item_publication"))?.[1] ?? "";
    const alone = join(temporary.path, "alone.zip");
    await exportTarget(data, Number(id), alone, { format: "html" });
    const { text } = await readPackage(alone);
    expect(text(`${folderOf("item_publication")}/index.html`)).toContain(
      "not exported: not part of this package",
    );
  });

  it("is the same twice, and is found damaged when a page is changed, missing or leads nowhere", async () => {
    const again = join(temporary.path, "again.zip");
    await exportTarget(data, null, again, { format: "html" }, 2);
    expect(readFileSync(again).equals(readFileSync(archive))).toBe(true);

    const options = { threads: 1, signal: new AbortController().signal };
    expect(await verifyArchive(archive, options)).toMatchObject({
      errors: 0,
      items,
      manifest: true,
    });
    const copy = join(temporary.path, "copy");
    cpSync(site, copy, { recursive: true });
    await writeFile(
      join(copy, "a-z.html"),
      textOf("a-z.html").replace(/item_Number-1-/, "item_Number-0-"),
    );
    const lost = `${folderOf("item_2-of-10")}/index.html`;
    await rm(join(copy, lost));
    const { faults } = await verifyArchive(copy, {
      ...options,
      root: packed.root,
    });
    const messages = faults.map(
      ({ object, message }) =>
        `${object.replace(`${packed.root}/`, "")}: ${message}`,
    );
    expect(messages).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^a-z\.html: A link leads to item_Number-0-/),
        expect.stringMatching(/^a-z\.html: Its SHA-256/),
        `${lost}: The manifest names this entry, but it is missing.`,
      ]),
    );
  });

  it("is cut into sites of their own, none larger than asked for", async () => {
    const out = join(temporary.path, "volumes.zip");
    const { result } = await exportTarget(data, null, out, {
      format: "html",
      volumeBytes: 400_000,
    });
    expect(result.volumes?.length).toBeGreaterThan(1);
    for (const { path, size } of result.volumes ?? []) {
      expect(size).toBeLessThanOrEqual(400_000);
      const folder = `${path}.unpacked`;
      mkdirSync(folder);
      execFileSync("unzip", ["-q", path, "-d", folder]);
      const { dead } = crawlSite(join(folder, readdirSync(folder)[0] ?? ""));
      expect(dead).toEqual([]);
    }
  });
});
