/** Controls, lone surrogates and two noncharacters: what XML 1.0 cannot hold, and what some readers change. */
const suspicious = /[\p{Cc}\p{Cs}\ufffe\uffff]/u;
const allSuspicious = new RegExp(suspicious, "gu");
const special = /[&<>\r]/;
const specials = /[&<>\r]/g;
const attributeSpecials = /[&<>"\t\n\r]/g;

/** Writes text into XML and counts the characters that XML cannot hold. */
export interface XmlText {
  content(text: string): string;
  attribute(text: string): string;
  /** Characters left out or replaced so far. */
  changed(): number;
}

/**
 * Text for XML 1.0: forbidden characters are removed, lone surrogates become U+FFFD; line ends and tabs are written so
 * that every parser gives them back as they are.
 */
export function createXmlText(): XmlText {
  let changed = 0;
  const allowed = (text: string): string =>
    suspicious.test(text)
      ? text.replace(allSuspicious, (character) => {
          const code = character.charCodeAt(0);
          if (code === 0x09 || code === 0x0a || code === 0x0d) return character;
          if (code >= 0x7f && code <= 0x9f) return character;
          changed += 1;
          return code >= 0xd800 && code <= 0xdfff ? "\ufffd" : "";
        })
      : text;
  return {
    content(text) {
      const clean = allowed(text);
      return special.test(clean)
        ? clean.replace(specials, escapeCharacter)
        : clean;
    },
    attribute: (text) =>
      allowed(text).replace(attributeSpecials, escapeCharacter),
    changed: () => changed,
  };
}

function escapeCharacter(character: string): string {
  switch (character) {
    case "&":
      return "&amp;";
    case "<":
      return "&lt;";
    case ">":
      return "&gt;";
    case '"':
      return "&quot;";
    default:
      return `&#${String(character.charCodeAt(0))};`;
  }
}
