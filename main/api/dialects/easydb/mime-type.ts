const types: Readonly<Record<string, string>> = {
  bz2: "application/x-bzip2",
  csv: "text/csv",
  gif: "image/gif",
  gz: "application/gzip",
  html: "text/html",
  jpeg: "image/jpeg",
  jpg: "image/jpeg",
  json: "application/json",
  mp3: "audio/mpeg",
  mp4: "video/mp4",
  pdf: "application/pdf",
  png: "image/png",
  svg: "image/svg+xml",
  tar: "application/x-tar",
  tif: "image/tiff",
  tiff: "image/tiff",
  txt: "text/plain",
  xml: "application/xml",
  zip: "application/zip",
};

/** The type that the extension of a file stands for. */
export function mimeTypeOf(path: string): string {
  return (
    types[path.split(".").at(-1)?.toLowerCase() ?? ""] ??
    "application/octet-stream"
  );
}
