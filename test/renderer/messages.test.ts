import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { de } from "../../renderer/locales/de.ts";
import { en } from "../../renderer/locales/en.ts";

const root = resolve(import.meta.dirname, "../../renderer");
const sources = readdirSync(root, { recursive: true, encoding: "utf8" })
  .filter((file) => /\.(?:ts|vue)$/u.test(file) && !file.includes("locales"))
  .map((file) => readFileSync(join(root, file), "utf8"))
  .join("\n");

function texts(catalogue: object, above = ""): [string, string][] {
  return Object.entries(catalogue).flatMap(([key, value]: [string, unknown]) =>
    typeof value === "string"
      ? [[`${above}${key}`, value] as [string, string]]
      : texts(value as object, `${above}${key}.`),
  );
}

const placeholders = (text: string): string[] =>
  [...new Set(text.match(/\{\w+\}/gu))].sort();

test("both catalogues have the same keys, with the same places to fill", () => {
  const german = new Map(texts(de));
  for (const [key, text] of texts(en)) {
    const other = german.get(key) ?? "";
    expect(other, key).not.toBe("");
    expect(placeholders(other), key).toEqual(placeholders(text));
    expect(other.split("|").length, key).toBe(text.split("|").length);
  }
  expect(german.size).toBe(texts(en).length);
});

test("every text that is asked for by name is there", () => {
  const known = new Set(texts(en).map(([key]) => key));
  const asked = [...sources.matchAll(/\bt\(\s*["']([\w.]+)["']/gu)].map(
    ([, key]) => key ?? "",
  );
  expect(asked.length).toBeGreaterThan(100);
  expect(asked.filter((key) => !known.has(key))).toEqual([]);
});

test("every text is used somewhere", () => {
  const unused = texts(en)
    .map(([key]) => key)
    .filter((key) => {
      if (sources.includes(`"${key}"`) || sources.includes(`'${key}'`))
        return false;
      // Put together from a name at run time: `runs.states.${…}`, or `errors.${own}Remedy`.
      const above = key.slice(0, key.lastIndexOf("."));
      return (
        !sources.includes(`\`${above}.\${`) &&
        !/^runs\.(items|files)Of$/u.test(key)
      );
    });
  expect(unused).toEqual([]);
});
