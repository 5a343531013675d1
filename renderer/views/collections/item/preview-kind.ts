/** How the window can show a file. */
export type PreviewKind = "image" | "audio" | "video" | "pdf" | "text";

const images =
  /^image\/(?:png|jpeg|gif|webp|avif|bmp|svg\+xml|x-icon|vnd\.microsoft\.icon)$/u;
const texts =
  /^(?:text\/.*|application\/(?:json|xml|javascript|ecmascript|x-tex|x-latex|x-sh|x-yaml|yaml|sql|x-ndjson|toml)|[^/]+\/[^/]+\+(?:xml|json))$/u;
/** For files whose type nobody knows. */
const textNames =
  /\.(?:txt|md|csv|tsv|tab|json|jsonl|xml|html?|ya?ml|toml|ini|log|tex|bib|ris|srt|vtt|py|r|js|ts|css|sql|sh)$/iu;

/** How a file can be shown by its type, or its name where that says nothing; null when it cannot. */
export function previewKind(file: {
  readonly mimeType: string;
  readonly name: string | null;
}): PreviewKind | null {
  const type = file.mimeType.toLowerCase();
  if (images.test(type)) return "image";
  if (type.startsWith("audio/")) return "audio";
  if (type.startsWith("video/")) return "video";
  if (type === "application/pdf") return "pdf";
  if (texts.test(type)) return "text";
  return type === "application/octet-stream" && textNames.test(file.name ?? "")
    ? "text"
    : null;
}
