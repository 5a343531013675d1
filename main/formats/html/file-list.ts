import { givenName } from "../file-name.ts";
import { fileView } from "./file-view.ts";
import type { ItemLinks, LinkedFile } from "./item-links.ts";
import { html, nothing, type Markup } from "./markup.ts";
import { addressOf } from "./page-address.ts";
import { sizeWords } from "./words.ts";

/** Files that are shown on the page itself; more of them only make it slow. */
const mostPreviews = 24;
/** Bundles of files that were made from others, or say how the item came to be. */
const secondary: ReadonlySet<string> = new Set([
  "CC-LICENSE",
  "LICENSE",
  "METADATA",
  "SWORD",
  "TEXT",
  "THUMBNAIL",
]);

type LinkedBundle = ItemLinks["bundles"][number];

/** The files of an item, bundle by bundle, the main ones first and shown where a browser can. */
export function fileSections(links: ItemLinks): Markup {
  const bundles = links.bundles.filter(({ files }) => files.length > 0);
  const thumbnails = thumbnailsOf(bundles);
  const main = bundles.filter(({ name }) => !secondary.has(name));
  const others = bundles.filter(({ name }) => secondary.has(name));
  let previews = 0;
  const list = ({ files }: LinkedBundle, withPreview: boolean): Markup =>
    html`<ul class="files">
      ${files.map((file) => {
        const preview =
          withPreview && previews < mostPreviews
            ? previewOf(file, links.page)
            : null;
        if (preview !== null) previews += 1;
        const small =
          preview === null && withPreview
            ? thumbnails.get(nameOf(file))
            : undefined;
        return fileEntry(file, links.page, preview, small ?? null);
      })}
    </ul> `;
  return html`${
    main.length === 0
      ? nothing
      : html`<section aria-labelledby="files">
          <h2 id="files">Files</h2>
          ${main.map(
            (bundle) =>
              html`${
                bundle.name === "ORIGINAL"
                  ? nothing
                  : html`<h3 dir="auto">${bundleName(bundle)}</h3> `
              }${list(bundle, true)}`,
          )}
        </section> `
  }${
    others.length === 0
      ? nothing
      : html`<section aria-labelledby="further-files">
          <h2 id="further-files">Further files</h2>
          ${others.map(
            (bundle) =>
              html`<h3>${bundleName(bundle)}</h3>
                ${list(bundle, false)}`,
          )}
        </section> `
  }`;
}

function bundleName({ name }: LinkedBundle): string {
  const known: Readonly<Record<string, string>> = {
    "CC-LICENSE": "Creative Commons licence",
    LICENSE: "Licence of the submission",
    METADATA: "Metadata",
    TEXT: "Text for searching",
    THUMBNAIL: "Small pictures",
  };
  return known[name] ?? (name.trim() === "" ? "Bundle without a name" : name);
}

function nameOf({ bitstream }: LinkedFile): string {
  return givenName(bitstream);
}

/** Small pictures by the name of the file they show: DSpace names them after it. */
function thumbnailsOf(
  bundles: readonly LinkedBundle[],
): ReadonlyMap<string, LinkedFile> {
  const found = new Map<string, LinkedFile>();
  for (const { name, files } of bundles) {
    if (name !== "THUMBNAIL") continue;
    for (const file of files) {
      const of = nameOf(file).replace(/\.jpg$/iu, "");
      if (file.path !== null && fileView(file.path, file.bitstream) === "image")
        found.set(of, file);
    }
  }
  return found;
}

function fileEntry(
  file: LinkedFile,
  page: string,
  preview: Markup | null,
  small: LinkedFile | null,
): Markup {
  const { bitstream, path, missing } = file;
  const { description } = bitstream;
  const facts = `${bitstream.formatName} · ${sizeWords(bitstream.size)}`;
  const link =
    path === null
      ? html`<span class="name" dir="auto">${nameOf(file)}</span>`
      : html`<a
          class="name"
          dir="auto"
          href="${addressOf(page, path)}"
          ${fileView(path, bitstream) === "download" ? html` download` : nothing}
          >${nameOf(file)}</a
        >`;
  return html`<li>
    ${
      small?.path == null
        ? nothing
        : html`<img
            class="thumbnail"
            src="${addressOf(page, small.path)}"
            alt=""
          /> `
    }
    <p>
      ${link}${bitstream.primary ? html` <span class="mark">Main file</span>` : nothing}<br />
      <span class="facts">${facts}</span>
    </p>
    ${
      description === null || description.trim() === ""
        ? nothing
        : html`<p class="about" dir="auto">${description}</p> `
    }${
      missing === null
        ? nothing
        : html`<p class="missing">Not exported: ${missing}</p> `
    }${preview ?? nothing}
  </li> `;
}

/** What shows a file right on the page; null where nothing does. */
function previewOf(
  { bitstream, path }: LinkedFile,
  page: string,
): Markup | null {
  if (path === null) return null;
  const source = addressOf(page, path);
  const name = bitstream.description?.trim() ?? "";
  const words = name === "" ? givenName(bitstream) : name;
  switch (fileView(path, bitstream)) {
    case "image":
      return html`<a class="preview" href="${source}"
        ><img src="${source}" alt="${words}" loading="lazy"
      /></a> `;
    case "audio":
      return html`<audio
        class="preview"
        controls
        preload="none"
        src="${source}"
        title="${words}"
      ></audio> `;
    case "video":
      return html`<video
        class="preview"
        controls
        preload="none"
        src="${source}"
        title="${words}"
      ></video> `;
    case "pdf":
      return html`<details class="preview">
        <summary>Show ${givenName(bitstream)} here</summary>
        <iframe src="${source}" title="${words}" loading="lazy"></iframe>
      </details> `;
    default:
      return null;
  }
}
