import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import type { Item } from "../../main/domain/catalog.ts";
import type { NamedPolicy } from "../../main/domain/held-policy.ts";
import { plain } from "../../renderer/views/collections/rights/policy-draft.ts";
import { metadataFields } from "../../renderer/views/collections/item/metadata-draft.ts";
import {
  addAccount,
  password,
  startApiServer,
  type ApiServer,
} from "./api-server.ts";
import { bundle, openTestCatalog, publicRead, value } from "./catalog.ts";
import { temporaryFolder } from "./holdall.ts";
import type { useWindows, WindowOptions } from "./open-window.ts";

const email = "ada@example.org";

/** A picture of four by four pixels, a document with one line, and half a second of silence. */
export const png = Buffer.from(
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

/**
 * A catalog with one item that has files of every kind, and a server that shows it to browsers.
 * @param coauthors how many write the paper besides two that are named
 */
export function useItemWindow(
  windows: ReturnType<typeof useWindows>,
  coauthors = 0,
) {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let server: ApiServer;
  let item: number;
  let paper: number;

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
    // A work in two versions, and the people who belong to it.
    const entity = (title: string, type: string, more: object = {}) =>
      catalog.item(letters, {
        metadata: [value("dc.title", title), value("dspace.entity.type", type)],
        ...more,
      });
    const version = (number: number, summary: string | null) => ({
      version: {
        history: "lamps",
        number,
        summary,
        createdAt: 1_700_000_000_000,
      },
    });
    entity("On lamps", "Publication", version(1, null));
    paper = entity("On lamps", "Publication", version(2, "Plates added")).id;
    for (const name of [
      "Ness, Ole",
      "Fyr, Eva",
      ...Array.from(
        { length: coauthors },
        (_, place) => `Coauthor ${String(place + 3)}`,
      ),
    ])
      catalog.imports.relate(
        paper,
        "isAuthorOfPublication",
        entity(name, "Person").id,
      );
    entity("Lykt, Ida", "Person");
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
    who = email,
    options: WindowOptions = {},
  ): Promise<Page> {
    const page = await windows.open(null, {
      ...options,
      server: `${server.url}/`,
      at,
    });
    await page.getByLabel(/^E-mail$/iu).fill(who);
    await page.getByLabel(/^(?:Password|Passwort)$/u).fill(password);
    await page.getByRole("button", { name: /^(?:Sign in|Anmelden)$/u }).click();
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

  /** The rights of a bundle of the item. */
  const rightsOf = async (token: string, name: string) => {
    const { bundles } = (await server.command(token, "items.get", {
      item,
    })) as Item;
    const object = bundles.find((one) => one.name === name)?.id ?? 0;
    const [policies = []] = (await server.command(token, "rights.of", {
      objects: [object],
    })) as NamedPolicy[][];
    return { object, policies: plain(policies) };
  };
  /** Lets everybody change a bundle, for a reason. */
  const addRight = async (name: string, reason: string): Promise<void> => {
    const token = await server.logIn(email);
    const { object, policies } = await rightsOf(token, name);
    await server.command(token, "rights.revise", {
      changes: [
        {
          object,
          expected: policies,
          policies: [
            ...policies,
            ...policies.map((one) => ({
              ...one,
              action: "WRITE",
              name: reason,
            })),
          ],
        },
      ],
    });
  };

  return {
    addRight,
    reasons: async (name: string) =>
      (await rightsOf(await server.logIn(email), name)).policies
        .map((one) => one.name ?? "")
        .sort(),
    /** Does something as the administrator, in no window. */
    elsewhere: async (name: string, input: object) =>
      server.command(await server.logIn(email), name, input),
    item: () => item,
    enter,
    entry,
    openPreview,
    dialogOf,
    choose,
    revise,
    /** Where an item that belongs to others is shown. */
    paperPlace: () => `#/?item=${String(paper)}`,
    /** Where the item is shown. */
    place: () => `#/?item=${String(item)}`,
    addReader: () => addAccount(join(folder.path, "data"), "user@example.org"),
  };
}
