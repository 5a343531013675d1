import { expect, test } from "vitest";
import { errorKinds } from "../../../../main/domain/errors.ts";
import { german } from "../../../../main/domain/phrases/german.ts";
import { germanCodes } from "../../../../main/domain/phrases/german-codes.ts";
import { germanPhrases } from "../../../../main/domain/phrases/german.ts";
import { textsOfMain } from "../../../support/sentences.ts";

const plain = {
  number: String,
  bytes: (size: number) => `${String(size)} B`,
  day: (at: number) => new Date(at).toDateString(),
  moment: (at: number) => new Date(at).toISOString(),
};
const shapeOf = (text: string) => text.trim().replaceAll(/\{\w+\}/gu, "{}");
const texts = textsOfMain();
const known = new Set(Object.keys(germanPhrases).map(shapeOf));

/** What people at a terminal read, and clients of the other dialects: no window shows it. */
const elsewhere =
  /^(?:cli\/|cli\.ts|compose-easydb\.ts|config\.ts|index\.ts|desktop\/words\.ts|api\/dialects\/(?:dspace|easydb|rspace)\/|formats\/html\/(?:item-)?page|log\.ts|store\/(?:filter-condition|search-match)\.ts|domain\/phrases\/)/u;
/** Core that only these dialects ask. */
const forClients =
  /^(?:core\/(?:bundle-order|discovery|easydb-\w+|eperson-change|epersons|harvest-settings|object-exports|policy-terms|process-arguments|processes|registry-drafts|rspace-\w+|scripts?(?:-\w+)*)\.ts|domain\/(?:metadata-patch|site-license)\.ts|api\/answer-unreadable\.ts)$/u;
const statement = /\b(?:SELECT|INSERT|UPDATE|DELETE FROM|CREATE|FROM|WHERE)\b/u;
const notForTheWindow = new Set([
  // Two sentences, each with a phrase of its own.
  "{message} It is {names}.",
  // A sentence of a target, with what the server answered.
  "{replace} ({status}).",
  // Types have any name: nothing tells this sentence from others.
  "{titleOf} is no {needed}.",
  // Written into a mail or beside the files of a target, for whoever finds it there.
  "Holdall can send mails by this server. There is nothing to do.",
  "Holdall was here; this file can be removed.",
  "Holdall was here; this object can be removed.",
]);

function isSentence(text: string): boolean {
  return (
    /^["“`{]?\p{Lu}|^[{"]/u.test(text) &&
    /\S \S+ \S/u.test(text) &&
    /(?:[.!?…]|: \{\w+\})$/u.test(text)
  );
}

test("nearly every sentence that the window may have to show has a German form", () => {
  const sentences = texts.filter(
    ({ file, text, forNobody }) =>
      !forNobody &&
      !elsewhere.test(file) &&
      !forClients.test(file) &&
      !statement.test(text) &&
      isSentence(text.trim()) &&
      !notForTheWindow.has(text.trim()),
  );
  expect(sentences.length).toBeGreaterThan(700);
  const missing = sentences
    .filter(({ text }) => {
      // Something no phrase can be mistaken for.
      const said = text.trim().replaceAll(/\{(\w+)\}/gu, "‹$1›");
      return !known.has(shapeOf(text)) && german.say(said, plain) === null;
    })
    .map(({ file, line, text }) => `${file}:${String(line)}: ${text}`);
  // One that has just been written may wait for its German: the window shows what its code means beside it.
  expect(
    missing.slice(sentences.length / 100),
    `add their German to main/domain/phrases/:\n${missing.join("\n")}`,
  ).toEqual([]);
});

/** The ends of some sentences come from elsewhere. */
const withoutEnd = (shape: string) =>
  shape
    .replace(/ (?:of the (?:bundle|file) \{\}|in \{\} volumes?)$/u, "{}")
    .replace(/\{\} recipients?/u, "{}");

test("hardly a phrase is for a sentence that nobody says any more", () => {
  const said = new Set(texts.map(({ text }) => shapeOf(text)));
  // Some sentences are said one after the other, and some with a full stop that is added.
  const all = [...said].join("\n");
  const unsaid = Object.keys(germanPhrases).filter((english) => {
    const shape = shapeOf(english);
    return !said.has(withoutEnd(shape)) && !all.includes(shape);
  });
  expect(unsaid.slice(texts.length / 1000), unsaid.join("\n")).toEqual([]);
});

test("what nobody has translated stays as it is", () => {
  for (const english of [
    "Something that nobody ever says.",
    "There is no hope left.",
    "It rains all day.",
    "The entry a.txt was written by hand.",
    "a.txt is a fine file.",
    "The catalog is sound. It rains all day.",
    "",
  ])
    expect(german.say(english, plain), english).toBeNull();
});

test("values are said as the reader writes them, and full stops in names are no ends of sentences", () => {
  const say = (english: string) => german.say(english, plain);
  expect(
    say("The file is under an embargo until 2030-05-01. It was left out."),
  ).toBe(
    "Für die Datei gilt bis Wed May 01 2030 eine Sperrfrist. Es wurde weggelassen.",
  );
  expect(say("/a. B.txt is not a file.")).toBe("/a. B.txt ist keine Datei.");
  expect(say("/srv/x has 10 bytes free; 2000 are needed.")).toBe(
    "Frei sind 10 B, gebraucht werden 2000 B: /srv/x.",
  );
  expect(say("The entry a.txt is encrypted.")).toBe(
    "Der Eintrag a.txt ist verschlüsselt.",
  );
  expect(say("There is no collection 12.")).toBe(
    "Eine Sammlung 12 gibt es nicht.",
  );
  expect(
    say(
      "The archive was written, but reading it again found 2 differences from the plan: a.txt is missing. b.txt is missing.",
    ),
  ).toBe(
    "Das Archiv wurde geschrieben, aber beim Wiederlesen wich es 2-mal vom Plan ab: a.txt fehlt. b.txt fehlt.",
  );
});

test("what could mean two things, or is only like a phrase, is not said by its form", () => {
  for (const english of [
    "There is no folder /tmp/rev/ships on lakes.",
    "There is already a file Lights in Norway.zip in folder /mnt/x.",
    "The metadata field dc.x is missing.",
    "The database is busy.",
    "The disk of the server is full.",
  ])
    expect(german.say(english, plain), english).toBeNull();
  expect(german.say("ftp.example.org is busy.", plain)).toBe(
    "ftp.example.org ist beschäftigt.",
  );
  expect(
    german.say(
      "/home/me/My archive.zip exists and is not a plain file.",
      plain,
    ),
  ).toBe(
    "/home/me/My archive.zip gibt es schon, und es ist keine gewöhnliche Datei.",
  );
});

test("one is not said as many", () => {
  expect(german.say("1 item did not come back.", plain)).toBe(
    "1 Objekt kam nicht zurück.",
  );
  expect(german.say("2 items did not come back.", plain)).toBe(
    "2 Objekte kamen nicht zurück.",
  );
  expect(
    german.say("planned 1 item with 2 files, 9 bytes in 1 volume", plain),
  ).toBe("geplant: 1 Objekt mit 2 Dateien, 9 B, in 1 Teil");
});

/** Nouns that are the same for one and for more. */
const sameForOne = /^(?:GB|Zeichen)$/u;
/** A number with the noun that it counts; what follows "von" or "der" is counted by something else. */
const counting =
  /\{\w+:number\} (?:(?!(?:der|seiner|statt|von) )\p{Ll}+ )?(\p{Lu}\p{L}*)/gu;

test("every noun that a number counts has a form for one", () => {
  const found = [...Object.entries(germanPhrases)].flatMap(([english, said]) =>
    [...said.matchAll(counting)]
      .filter(([, noun = ""]) => !sameForOne.test(noun))
      .map(() => `${english}\n  ${said}`),
  );
  expect(found, "say {count:Objekt|Objekte} there").toEqual([]);
});

test("texts that others have made up are looked at only as long as is worth it", () => {
  const spent = () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1_000_000;
  };
  const begin = spent();
  // Taken apart in every possible way, each of these would take minutes.
  for (const text of [
    "The entry is a: b of c. ".repeat(166),
    "x is y of z: ".repeat(300),
    "It is missing. ".repeat(260) + "x",
    "a. ".repeat(1300),
  ])
    expect(german.say(text, plain)).toBeNull();
  expect(spent() - begin).toBeLessThan(2);
});

test("German names no value that is not sent, and leaves out none", () => {
  const names = (text: string) =>
    [
      ...new Set([...text.matchAll(/\{(\w+)/gu)].map(([, name]) => name)),
    ].sort();
  for (const [english, said] of Object.entries(germanPhrases)) {
    expect(names(said), english).toEqual(names(english));
    expect(
      [...said.matchAll(/\{\w+:([^{}]+)\}/gu)]
        .map(([, kind]) => kind)
        .filter(
          (kind) =>
            !/^(?:number|bytes|date|word|words|phrase|[^|]+\|[^|]+)$/u.test(
              kind ?? "",
            ),
        ),
      english,
    ).toEqual([]);
  }
});

test("every failure has its German meaning", () => {
  expect(Object.keys(germanCodes).sort()).toEqual(
    [...Object.keys(errorKinds), "internal"].sort(),
  );
  for (const [code, meaning] of Object.entries(germanCodes))
    expect(meaning, code).toMatch(/\p{L}.*\.$/u);
});
