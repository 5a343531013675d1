/** What XML 1.0 cannot hold in any form. */
const forbidden = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\r": "&#13;",
};

/** Text between tags and in attributes. */
export function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replace(forbidden, "")
    .replace(/[&<>"\r]/g, (character) => entities[character] ?? character);
}

/** Attributes, each with a blank before it; those that are null are left out. */
export function attributes(
  values: Readonly<Record<string, string | null>>,
): string {
  return Object.entries(values)
    .map(([name, value]) =>
      value === null
        ? ""
        : ` ${name}="${escapeXml(value).replace(/[\t\n]/g, (blank) => `&#${String(blank.charCodeAt(0))};`)}"`,
    )
    .join("");
}

export function isElementName(name: string): boolean {
  return /^[\p{L}_][\p{L}\p{N}_.-]*$/u.test(name) && !/^xml/i.test(name);
}
