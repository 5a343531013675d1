import type { ItemDraft } from "../../main/domain/catalog.ts";
import { bundle, openTestCatalog, value } from "./catalog.ts";
import { noise } from "./noise.ts";
import { relateItems } from "./related-items.ts";

/** What every attack would do if it worked. */
export const attack = "document.title='attacked'";

const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
const wav = Buffer.concat([
  Buffer.from(
    "RIFF\x24\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00",
    "latin1",
  ),
  Buffer.from([0x44, 0xac, 0, 0, 0x88, 0x58, 1, 0, 2, 0, 16, 0]),
  Buffer.from("data\x00\x00\x00\x00", "latin1"),
]);

/** Fills a data folder with everything that makes pages difficult, and returns how many items can be exported. */
export async function makeHostileSite(dataDir: string): Promise<number> {
  const catalog = openTestCatalog(dataDir);
  try {
    const script = `<script>${attack}</script>`;
    const top = catalog.community(`Top ${script} "quoted" & 'more'`, {
      metadata: [
        value(
          "dc.description",
          `<p>Read <a href="javascript:${attack}">this</a>, <a href="https://example.org/">that</a> and <em>more</em>.</p><script>${attack}</script><h1 onclick="${attack}">Big</h1>`,
        ),
        value("dc.rights", "Plain <b>rights</b>"),
      ],
    });
    const inner = catalog.community("مجتمع داخلي", { parent: top });
    const logo = await catalog.bitstream("logo 100%.png", png, {
      mimeType: "image/png",
      description: 'A "logo"',
    });
    const collection = catalog.collection("C# in 100% of the cases?", [inner], {
      logo,
    });
    const second = catalog.collection("", [top, inner]);
    catalog.collection("Empty", [top]);
    let items = 0;
    const add = (title: string, more: Partial<ItemDraft> = {}) => {
      items += 1;
      return catalog.item(collection, {
        ...more,
        metadata: [value("dc.title", title), ...(more.metadata ?? [])],
      });
    };
    add(script, {
      metadata: [
        value("dc.contributor.author", `"><img src=x onerror=${attack}>`),
        value("dc.identifier.uri", `javascript:${attack}`),
        value(
          "dc.identifier.uri",
          `https://example.org/"onmouseover="${attack}`,
        ),
        value("dc.identifier.uri", "https://example.org/a?b=c&d=e#f"),
        value(
          "dc.description.abstract",
          `<p onclick="${attack}">One</p><img src="https://example.org/x.png"><iframe src="https://example.org/"></iframe><style>body{display:none}</style><a href="//example.org/x">two</a> <a href="item.html">three</a> <svg onload="${attack}"></svg><ul><li>four</li></ul>`,
        ),
        value("dc.description", "2 < 3 and 4 > 3 & no HTML at all"),
        value("dc.subject", "<b>not bold</b>"),
        value("dc.type", "x", { language: `en" onclick="${attack}` }),
      ],
    });
    add("A title of many characters ".repeat(12).trim());
    add("כותרת בעברית with English", {
      metadata: [value("dc.subject", "עברית", { language: "he" })],
    });
    add("\u202eright to left override\u202c");
    add("");
    add("#50% off? & more;");
    add("Ünïcödé ꜱᴍᴀʟʟ 😀 emoji");
    add("2 of 10");
    add("10 of 10");
    add("line\nbreak\ttab\u0000null\u0085next");
    add("Files", {
      bundles: [
        bundle("ORIGINAL", [
          await catalog.bitstream(
            "page #1 100%?.html",
            `<script>${attack}</script>`,
            { mimeType: "text/html", primary: true },
          ),
          await catalog.bitstream(
            "picture.svg",
            `<svg xmlns="http://www.w3.org/2000/svg" onload="${attack}"/>`,
            { mimeType: "image/svg+xml" },
          ),
          await catalog.bitstream("lies.html", "%PDF-1.4", {
            mimeType: "application/pdf",
          }),
          await catalog.bitstream("picture & 'co'.png", png, {
            mimeType: "image/png",
            description: `"><script>${attack}</script>`,
          }),
          await catalog.bitstream("sound.wav", wav, {
            mimeType: "audio/x-wav",
          }),
          await catalog.bitstream("film.webm", noise(500), {
            mimeType: "video/webm",
          }),
          await catalog.bitstream("paper.pdf", "%PDF-1.4\n", {
            mimeType: "application/pdf",
          }),
          await catalog.bitstream("../../index.html", "outside"),
          await catalog.bitstream("con.txt", "device"),
          await catalog.bitstream("same.txt", "1", { sequence: 1 }),
          await catalog.bitstream("SAME.txt", "2", { sequence: 1 }),
          await catalog.bitstream(`${"long ".repeat(80)}.txt`, "long"),
          await catalog.bitstream(null, "nameless"),
        ]),
        bundle("THUMBNAIL", [
          await catalog.bitstream("paper.pdf.jpg", png, {
            mimeType: "image/jpeg",
          }),
        ]),
        bundle(script, [await catalog.bitstream("in it.txt", "x")]),
      ],
    });
    catalog.item(second, {
      metadata: [value("dc.title", "Mapped")],
      mappedCollections: [collection],
    });
    items += 1;
    relateItems(catalog, second);
    items += 4;
    for (let n = 1; n <= 210; n += 1)
      catalog.item(second, {
        metadata: [value("dc.title", `Number ${String(n)}`)],
      });
    items += 210;
    catalog.item(collection, {
      withdrawn: true,
      inArchive: false,
      metadata: [value("dc.title", `Withdrawn ${script}`)],
    });
    return items;
  } finally {
    catalog.close();
  }
}
