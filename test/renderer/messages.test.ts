import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { parse } from "vue/compiler-sfc";
import { formats } from "../../main/formats/index.ts";
import { packers } from "../../main/packers/index.ts";
import { transports } from "../../main/transports/index.ts";
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

/** Texts in which nothing depends on the number, or that are never said of one. */
const sameForAnyNumber = new Set([
  "selection.all",
  "item.showAll",
  "relations.more",
  "runs.bytesOf",
  "runs.refused",
  "run.list.found",
  "run.list.atLeast",
  "run.log.all",
  "run.log.error",
  "run.log.warning",
  "run.log.note",
  "run.comparison.counts.added",
  "run.comparison.counts.changed",
  "run.comparison.counts.gone",
  "run.comparison.counts.unchanged",
]);

test("every text with a number has a form for one", () => {
  const counting = texts(en).filter(([, text]) =>
    /\{(?:n|total)\}/u.test(text),
  );
  expect(counting.length).toBeGreaterThan(50);
  expect(
    counting
      .filter(
        ([key, text]) => !text.includes("|") && !sameForAnyNumber.has(key),
      )
      .map(([key]) => key),
    "a number that only names something is {number}",
  ).toEqual([]);
  const keys = new Set(counting.map(([key]) => key));
  expect([...sameForAnyNumber].filter((key) => !keys.has(key))).toEqual([]);
});

/** How many values a call is given whose brackets open before this place. */
function valuesFrom(code: string, start: number): number {
  let depth = 1;
  let values = 1;
  for (let at = start; depth > 0 && at < code.length; at += 1) {
    const sign = code.charAt(at);
    if ("([{".includes(sign)) depth += 1;
    else if (")]}".includes(sign)) depth -= 1;
    else if (sign === "," && depth === 1 && !/^,\s*\)/u.test(code.slice(at)))
      values += 1;
  }
  return values;
}

test("a text with several forms is always asked for with the number", () => {
  const known = texts(en);
  const counted = [
    ...sources.matchAll(/\bt\(\s*(["'`])([\w.]+(?:\$\{[^}]*\}\w*)?)\1/gu),
  ].filter(([, , key = ""]) => {
    const name = key.replaceAll(".", "\\.").replace(/\$\{[^}]*\}/u, "\\w+");
    const meant = known.filter(([one]) =>
      new RegExp(`^${name}$`, "u").test(one),
    );
    return meant.length > 0 && meant.every(([, text]) => text.includes("|"));
  });
  expect(counted.length).toBeGreaterThan(50);
  expect(
    counted
      .filter(
        ({ index, 0: call }) => valuesFrom(sources, index + call.length) < 3,
      )
      .map(([, , key]) => key),
  ).toEqual([]);
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
      // Named by what the application lists.
      if (key.startsWith("kinds.")) return false;
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

test.each([
  ["formats", formats],
  ["packers", packers],
  ["transports", transports],
] as const)("people have a word for each of the %s", (sort, list) => {
  const known = new Set(texts(de).map(([key]) => key));
  expect(list.length).toBeGreaterThan(0);
  expect(
    list
      .map(({ id }) => `kinds.${sort}.${id.replaceAll(".", "_")}`)
      .filter((key) => !known.has(key)),
  ).toEqual([]);
});

/** Attributes that people see or hear. */
const spoken =
  /^(?:title|label|aria-label|alt|placeholder|hint|text|subtitle|summary|lead|heading)$/u;
/** Names that no language translates. */
const sameEverywhere = /^(?:· )?(?:SHA-256|MD5|CRC-32|UUID|\/api)$/u;
const words = /\p{L}{2,}/u;

/** As much of the nodes of Vue's compiler as is looked at: 1 is an element, 2 is text, 6 is a plain attribute. */
interface Node {
  readonly type: number;
  readonly content?: unknown;
  readonly children?: readonly unknown[];
  readonly props?: readonly {
    readonly type: number;
    readonly name: string;
    readonly value?: { readonly content?: string };
  }[];
}

/** What a template says by itself, and not through a catalogue. */
function strayIn(node: Node): string[] {
  if (node.type === 2)
    return words.test(String(node.content))
      ? [String(node.content).trim()]
      : [];
  return [
    ...(node.props ?? []).flatMap((prop) => {
      const value = prop.value?.content ?? "";
      return prop.type === 6 && spoken.test(prop.name) && words.test(value)
        ? [`${prop.name}="${value}"`]
        : [];
    }),
    ...(node.children ?? []).flatMap((child) => strayIn(child as Node)),
  ];
}

test("nothing in a template speaks past the catalogues", () => {
  const files = readdirSync(root, {
    recursive: true,
    encoding: "utf8",
  }).filter((file) => file.endsWith(".vue"));
  expect(files.length).toBeGreaterThan(30);
  const stray = files.flatMap((file) => {
    const { template } = parse(
      readFileSync(join(root, file), "utf8"),
    ).descriptor;
    return strayIn(template?.ast as unknown as Node)
      .filter((text) => !sameEverywhere.test(text))
      .map((text) => `${file}: ${text}`);
  });
  expect(stray).toEqual([]);
});

test("no script of the window holds a sentence", () => {
  const files = readdirSync(root, {
    recursive: true,
    encoding: "utf8",
  }).filter((file) => /\.(?:ts|vue)$/u.test(file) && !file.includes("locales"));
  const sentence = /["'`]\p{Lu}\p{L}+(?: \p{L}+){2,}[^"'`\n]*["'`]/gu;
  const stray = files.flatMap((file) => {
    const code = readFileSync(join(root, file), "utf8")
      .replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*|<!--[\s\S]*?-->/gu, "")
      .replaceAll(/\bgeneric="[^"]*"/gu, "")
      // Errors are for the log; what people read of them is chosen by their code.
      .replaceAll(/\b(?:App)?Error\([\s\S]*?\);/gu, "");
    return [...code.matchAll(sentence)].map(([text]) => `${file}: ${text}`);
  });
  expect(stray).toEqual([]);
});
