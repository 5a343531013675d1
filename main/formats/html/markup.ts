/** Text that is HTML already; everything else is escaped. */
export interface Markup {
  readonly markup: string;
}

type Part = string | number | Markup | readonly Markup[] | null;

/** Characters that HTML may not hold: controls, noncharacters, lone surrogates. */
const forbidden = /(?![\t\n\r])[\p{Cc}\p{Cs}\ufdd0-\ufdef\ufffe\uffff]/gu;
const special = /[&<>"']/g;
const escaped: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text as HTML, for content and for attributes in double quotes. */
export function escapeHtml(text: string): string {
  return cleanText(text).replace(
    special,
    (character) => escaped[character] ?? "",
  );
}

/** Text without what HTML may not hold. */
export function cleanText(text: string): string {
  return text.replace(forbidden, (character) =>
    character >= "\ud800" && character <= "\udfff" ? "\ufffd" : "",
  );
}

/** HTML with everything put into it escaped, unless it is HTML itself. Null puts nothing in. */
export function html(
  strings: TemplateStringsArray,
  ...parts: readonly Part[]
): Markup {
  let markup = strings[0] ?? "";
  for (const [index, part] of parts.entries())
    markup += textOf(part) + (strings[index + 1] ?? "");
  return { markup };
}

function textOf(part: Part): string {
  if (part === null) return "";
  if (typeof part === "string") return escapeHtml(part);
  if (typeof part === "number") return String(part);
  if ("markup" in part) return part.markup;
  return part.map(({ markup }) => markup).join("");
}

/** HTML that was made or cleaned elsewhere. */
export function trusted(markup: string): Markup {
  return { markup };
}

export const nothing: Markup = { markup: "" };
