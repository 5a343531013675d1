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

/**
 * HTML with everything put into it escaped, unless it is HTML itself. Null puts nothing in. Blanks between elements are
 * for those who read the source: of them only one is left, and what must not have any is not made with this.
 */
export function html(
  strings: TemplateStringsArray,
  ...parts: readonly Part[]
): Markup {
  const fixed = withoutIndents(strings);
  let markup = fixed[0] ?? "";
  for (const [index, part] of parts.entries())
    markup += textOf(part) + (fixed[index + 1] ?? "");
  return { markup };
}

/** Each template is looked at once. */
const known = new WeakMap<TemplateStringsArray, readonly string[]>();

function withoutIndents(strings: TemplateStringsArray): readonly string[] {
  let fixed = known.get(strings);
  if (fixed === undefined) {
    fixed = strings.map((text) =>
      text.replace(/\s*\n\s*/g, "\n").replace(/\n(?=\/?>)/g, ""),
    );
    known.set(strings, fixed);
  }
  return fixed;
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
