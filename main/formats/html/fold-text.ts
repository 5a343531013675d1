/** Letters that are letters of their own to Unicode, and what people type for them. */
export const foldedLetters: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  đ: "d",
  ð: "d",
  þ: "th",
  ł: "l",
  ħ: "h",
  ı: "i",
};

const letters = new RegExp(`[${Object.keys(foldedLetters).join("")}]`, "g");

/** Text without accents and capitals, as people search and sort. */
export function foldText(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replace(letters, (letter) => foldedLetters[letter] ?? letter);
}
