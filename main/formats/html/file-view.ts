import type { Bitstream } from "../../domain/catalog.ts";

/** How a file is shown on a page. */
export type FileView =
  "image" | "audio" | "video" | "pdf" | "open" | "download";

/**
 * Kinds of file that a browser shows by itself and in which nothing can act, by extension: what a browser makes of a
 * file on a disk follows from its name. Everything else, HTML and SVG above all, is only ever offered for download.
 */
const views: Readonly<Record<string, FileView>> = {
  png: "image",
  jpg: "image",
  jpeg: "image",
  gif: "image",
  webp: "image",
  avif: "image",
  bmp: "image",
  mp3: "audio",
  ogg: "audio",
  oga: "audio",
  opus: "audio",
  wav: "audio",
  flac: "audio",
  m4a: "audio",
  mp4: "video",
  m4v: "video",
  webm: "video",
  ogv: "video",
  pdf: "pdf",
  txt: "open",
};

/** How a file may be shown: both its name and its type must be harmless. */
export function fileView(path: string, { mimeType }: Bitstream): FileView {
  const extension = /\.([a-z0-9]{1,5})$/i.exec(path)?.[1]?.toLowerCase() ?? "";
  const view = views[extension];
  if (view === undefined) return "download";
  const type = mimeType.toLowerCase();
  switch (view) {
    case "image":
      return /^image\/(?!svg)/.test(type) ? "image" : "download";
    case "audio":
      return type.startsWith("video/")
        ? "video"
        : /^audio\/|\/ogg$/.test(type)
          ? "audio"
          : "download";
    case "video":
      return /^(?:video|audio)\//.test(type) ? "video" : "download";
    case "pdf":
      return type === "application/pdf" ? "pdf" : "download";
    default:
      return type.startsWith("text/plain") ? "open" : "download";
  }
}
