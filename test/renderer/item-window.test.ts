import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  addAccount,
  password,
  startApiServer,
  type ApiServer,
} from "../support/api-server.ts";
import {
  bundle,
  openTestCatalog,
  publicRead,
  value,
} from "../support/catalog.ts";
import { temporaryFolder } from "../support/holdall.ts";
import {
  accessibilityFaults,
  overflow,
  picture,
  useWindows,
} from "../support/open-window.ts";

const email = "ada@example.org";

/** A picture of four by four pixels, a document with one line, and half a second of silence. */
const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAQAAAAECAIAAAAmkwkpAAAAEElEQVR4nGNgSJkGRwwkcwBvSA/xCW/tmQAAAABJRU5ErkJggg==",
  "base64",
);
const pdf = Buffer.from(
  `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]>>endobj
trailer<</Root 1 0 R>>
`,
);
function wav(): Buffer {
  const samples = 4000;
  const head = Buffer.alloc(44);
  head.write("RIFF", 0);
  head.writeUInt32LE(36 + samples, 4);
  head.write("WAVEfmt ", 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(8000, 24);
  head.writeUInt32LE(8000, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write("data", 36);
  head.writeUInt32LE(samples, 40);
  return Buffer.concat([head, Buffer.alloc(samples, 128)]);
}

/** The detail of an item in a browser, with all of Holdall behind it. */
describe("an item in the window", () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let server: ApiServer;
  let item: number;
  const windows = useWindows();

  beforeAll(async () => {
    folder = await temporaryFolder();
    const data = join(folder.path, "data");
    const catalog = openTestCatalog(data);
    const top = catalog.community("Harbours");
    const letters = catalog.collection("Letters", [top]);
    catalog.collection("Plans", [top]);
    item = catalog.item(letters, {
      metadata: [
        value("dc.title", "Letter from the keeper", { language: "en" }),
        value("dc.title", "رسالة من حارس المنارة", { language: "ar" }),
        value("dc.contributor.author", "Fyr, Eva"),
        value("dc.contributor.author", "Ness, Ole"),
      ],
      bundles: [
        bundle(
          "ORIGINAL",
          [
            await catalog.bitstream("lamp.png", png),
            await catalog.bitstream("report.pdf", pdf),
            await catalog.bitstream("bell.wav", wav()),
            await catalog.bitstream(
              "page.html",
              "<script>document.title = 'taken over'</script><h1>Grüße</h1>",
            ),
            await catalog.bitstream(
              "long.txt",
              `the beginning\n${"line\n".repeat(40_000)}the end\n`,
            ),
            await catalog.bitstream("broken.png", "no picture"),
          ],
          { policies: [publicRead] },
        ),
      ],
    }).id;
    catalog.close();
    await addAccount(data, email, "--admin");
    server = await startApiServer(data);
  });
  afterAll(async () => {
    await server.stop();
    await folder.remove();
  });

  async function enter(
    at: string,
    size: { width?: number; height?: number } = {},
  ): Promise<Page> {
    const page = await windows.open(null, {
      server: `${server.url}/`,
      at,
      ...size,
    });
    await page.getByLabel("E-mail").fill(email);
    await page.getByLabel("Password").fill(password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("navigation").waitFor();
    return page;
  }
  const entry = (page: Page, name: string) =>
    page.locator("details", { has: page.getByText(name, { exact: true }) });
  async function openPreview(page: Page, name: string) {
    const one = entry(page, name);
    await one.getByText(name, { exact: true }).click();
    await one.getByRole("button", { name: "Preview", exact: true }).click();
    return one;
  }

  test("shows pictures, sounds, documents and texts as they are, and lets nothing in them act", async () => {
    const page = await enter(`#/?item=${String(item)}`);
    const lamp = await openPreview(page, "lamp.png");
    await expect
      .poll(() =>
        lamp
          .getByRole("img", { name: "Preview of lamp.png" })
          .evaluate((image) => (image as HTMLImageElement).naturalWidth),
      )
      .toBe(4);
    const bell = await openPreview(page, "bell.wav");
    await expect
      .poll(() =>
        bell
          .getByLabel("Preview of bell.wav")
          .evaluate((sound) => (sound as HTMLAudioElement).duration),
      )
      .toBe(0.5);
    const html = await openPreview(page, "page.html");
    await html.getByText("<h1>Grüße</h1>").waitFor();
    expect(await page.title()).not.toContain("taken over");
    const long = await openPreview(page, "long.txt");
    await long.getByText("the beginning").waitFor();
    await long.getByText(/^The first 64 .* are shown\.$/u).waitFor();
    expect(await long.getByText("the end").count()).toBe(0);
    const broken = await openPreview(page, "broken.png");
    await broken.getByText(/^There is nothing to be seen/u).waitFor();
    const report = await openPreview(page, "report.pdf");
    await report.getByTitle("Preview of report.pdf").waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    await picture(page, "item-previews");
  });

  test("downloads a file, and checks it", async () => {
    const page = await enter(`#/?item=${String(item)}`);
    const lamp = entry(page, "lamp.png");
    await lamp.getByText("lamp.png").click();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      lamp.getByRole("button", { name: "Download" }).click(),
    ]);
    expect(download.suggestedFilename()).toBe("lamp.png");
    await lamp.getByText("Not read again since it came.").waitFor();
    await lamp.getByRole("button", { name: "Check now" }).click();
    await lamp.getByText("Sound", { exact: true }).waitFor();
    await lamp.getByText(/^checked /u).waitFor();
  });

  test("writes every value in the direction of its language", async () => {
    const page = await enter(`#/?item=${String(item)}`);
    const arabic = page.getByText("رسالة من حارس المنارة");
    expect(
      await arabic.evaluate((text) => getComputedStyle(text).direction),
    ).toBe("rtl");
  });
});
