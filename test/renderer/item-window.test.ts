import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Item } from "../../main/domain/catalog.ts";
import { metadataFields } from "../../renderer/views/collections/item/metadata-draft.ts";
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

  const dialogOf = (page: Page) => page.getByRole("dialog");
  async function choose(page: Page, what: string): Promise<void> {
    await page.getByRole("button", { name: "Change", exact: true }).click();
    await page.getByText(what, { exact: true }).click();
  }
  const revise = async (field: string, value: string) => {
    const token = await server.logIn(email);
    const { metadata } = (await server.command(token, "items.get", {
      item,
    })) as Item;
    const expected = metadataFields(metadata);
    await server.command(token, "items.revise", {
      item,
      expected,
      metadata: {
        ...expected,
        [field]: [{ value, language: null, authority: null, confidence: -1 }],
      },
    });
  };

  test("metadata is changed by keyboard, saved at once, and taken back", async () => {
    const page = await enter(`#/?item=${String(item)}`);
    await page.getByText("dc.contributor.author").waitFor();
    const change = page.getByRole("button", { name: "Change", exact: true });
    await change.focus();
    await page.keyboard.press("Enter");
    const metadata = page.getByRole("listitem", { name: "Metadata …" });
    await metadata.or(page.getByText("Metadata …")).first().waitFor();
    // The menu is a list: arrows lead through it.
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    const dialog = dialogOf(page);
    await dialog
      .getByRole("textbox", { name: "dc.contributor.author, value 1" })
      .waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog
      .getByRole("button", {
        name: "Move down: dc.contributor.author, value 1",
      })
      .press("Enter");
    await dialog
      .getByRole("button", { name: "Remove: dc.title, value 2" })
      .press("Enter");
    await dialog.getByLabel("Add a field").fill("dc.subject");
    await page.getByText("dc.subject", { exact: true }).first().click();
    const subject = dialog.getByRole("textbox", {
      name: "dc.subject, value 1",
    });
    await subject.waitFor();
    await dialog.getByRole("button", { name: "Save" }).click();
    // A field without a value is not sent.
    await dialog.getByText("Enter a value, or remove it.").waitFor();
    await subject.fill("Lamps");
    await dialog.getByRole("button", { name: "Save" }).click();
    await dialog.waitFor({ state: "hidden" });
    await page.getByText("The metadata is saved.").waitFor();
    await page.getByText("Lamps", { exact: true }).waitFor();
    const authors = page.locator("dd", { hasText: "Fyr, Eva" });
    expect((await authors.innerText()).replaceAll(/\s+/gu, " ")).toBe(
      "Ness, Ole Fyr, Eva",
    );
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByText("رسالة من حارس المنارة").waitFor();
    expect(await page.getByText("Lamps", { exact: true }).count()).toBe(0);
  });

  test("tells when somebody else has changed the same, and keeps what is chosen", async () => {
    const page = await enter(`#/?item=${String(item)}`);
    await choose(page, "Metadata …");
    const dialog = dialogOf(page);
    const title = dialog.getByRole("textbox", { name: "dc.title, value 1" });
    await title.fill("My title");
    await revise("dc.title", "Their title");
    await revise("dc.publisher", "Their publisher");
    await dialog.getByRole("button", { name: "Save" }).click();
    await dialog.getByText(/changed the same fields meanwhile/u).waitFor();
    await dialog.getByText("Their title").waitFor();
    await dialog.getByText("My title").waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog.getByLabel("Keep both").check();
    await dialog.getByRole("button", { name: "Save" }).click();
    await dialog.waitFor({ state: "hidden" });
    await page.getByText("My title", { exact: true }).waitFor();
    await page.getByText("Their publisher", { exact: true }).waitFor();
    expect(
      await page.getByText("Their title", { exact: true }).count(),
    ).toBeGreaterThan(0);
    // The browser writes the refusal to its console; it was provoked.
    windows.complaints.length = 0;
  });

  test("an item is withdrawn and taken back, and moved", async () => {
    const page = await enter(`#/?item=${String(item)}`);
    await choose(page, "Withdraw");
    await page.getByText("The item is withdrawn.").waitFor();
    await page.getByText("Withdrawn", { exact: true }).first().waitFor();
    await page.getByRole("button", { name: "Undo" }).click();
    await page
      .getByText("Not archived", { exact: true })
      .waitFor({ state: "hidden" });
    await choose(page, "Move to another collection …");
    await dialogOf(page).getByLabel("To which collection").fill("Plans");
    await page.getByRole("option", { name: "Plans" }).click();
    await dialogOf(page).getByRole("button", { name: "Move" }).click();
    await page.getByText("The item is moved.").waitFor();
    await page.getByRole("link", { name: "Plans" }).waitFor();
  });

  test("a collection is made, described, filled by a dropped file, and deleted", async () => {
    const page = await enter("");
    await page.getByText("Harbours").first().click();
    const deeds = (name: string) =>
      page.getByRole("button", { name: `Create and change in ${name}` });
    await deeds("Harbours").click();
    await page.getByText("New collection …").click();
    const dialog = dialogOf(page);
    await dialog.getByRole("button", { name: "Create" }).click();
    await dialog.getByText("It needs a name.").waitFor();
    await dialog.getByLabel("Name").fill("Bells");
    await dialog.getByLabel("Short description").fill("What rang");
    await dialog.getByRole("button", { name: "Create" }).click();
    await page.getByRole("heading", { level: 1, name: "Bells" }).waitFor();

    await deeds("Bells").click();
    await page.getByText("Edit the collection …").click();
    expect(await dialog.getByLabel("Short description").inputValue()).toBe(
      "What rang",
    );
    await dialog.getByLabel("Name").fill("Fog bells");
    await dialog
      .locator("input[type=file]")
      .setInputFiles({ name: "logo.png", mimeType: "image/png", buffer: png });
    await dialog.getByRole("button", { name: "Save" }).click();
    await page.getByRole("heading", { level: 1, name: "Fog bells" }).waitFor();

    await deeds("Fog bells").click();
    await page.getByText("New item …").click();
    await dialog.getByLabel("Title").fill("The bell of Torvøya");
    await dialog.getByLabel("Authors").fill("Fyr, Eva\nNess, Ole");
    const transfer = await page.evaluateHandle(() => {
      const data = new DataTransfer();
      data.items.add(new File(["ding"], "ding.txt"));
      return data;
    });
    for (const type of ["dragenter", "dragover", "drop"])
      await dialog
        .getByText("or drop here")
        .dispatchEvent(type, { dataTransfer: transfer });
    await dialog.getByText("ding.txt").waitFor();
    await picture(page, "item-creation-filled");
    await dialog.getByRole("button", { name: "Create" }).click();
    await page
      .getByRole("heading", { level: 2, name: "The bell of Torvøya" })
      .waitFor();
    await (
      await openPreview(page, "ding.txt")
    )
      .getByText("ding", { exact: true })
      .waitFor();

    await deeds("Fog bells").click();
    await page.getByText("Delete …").last().click();
    await dialog.getByText("1 item", { exact: true }).waitFor();
    await dialog.getByText("1 file, 4 byte").waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Delete" }).click();
    await page
      .getByRole("heading", { level: 1, name: "Whole catalog" })
      .waitFor();
    await expect.poll(() => page.getByText("Fog bells").count()).toBe(0);
  });

  test("offers nothing to those who may not change anything", async () => {
    await addAccount(join(folder.path, "data"), "user@example.org");
    const page = await windows.open(null, {
      server: `${server.url}/`,
      at: `#/?item=${String(item)}`,
    });
    await page.getByLabel("E-mail").fill("user@example.org");
    await page.getByLabel("Password").fill(password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByText("dc.contributor.author").waitFor();
    expect(
      await page
        .getByRole("button", { name: /^(?:Change|Create and change in .*)$/u })
        .count(),
    ).toBe(0);
    // A browser writes to its console what is only for administrators.
    windows.complaints.length = 0;
  });
});
