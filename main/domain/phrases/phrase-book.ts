/**
 * Sentences of the product in another language, each under its English form. What is known only when it is said is
 * `{name}` in both; the other language may say of what kind it is: `{count:number}`, `{size:bytes}`, `{when:date}`
 * (as `2026-11-21` or a whole ISO time), `{name:word}` (without a blank), `{reason:words}` (words that may have a
 * phrase of their own, or stay), `{reason:phrase}` (words that must have one). What is of another kind is another
 * sentence. `{count:item|items}`, in either language, is the first for one, the other for any other number.
 */
export type Phrases = Readonly<Record<string, string>>;

const choice = /\{(\w+):([^{}|]+)\|([^{}|]+)\}/u;

/** The same sentences, those whose English has one form for one and another for more under each of these forms. */
export function inEveryForm(phrases: Phrases): Phrases {
  return Object.fromEntries(
    Object.entries(phrases).flatMap(([english, said]) =>
      formsOf(english).map((form) => [form, said]),
    ),
  );
}

function formsOf(english: string): string[] {
  const name = choice.exec(english)?.[1];
  if (name === undefined) return [english];
  const ofName = new RegExp(`\\{${name}:([^{}|]+)\\|([^{}|]+)\\}`, "gu");
  return ["$1", "$2"].flatMap((form) =>
    formsOf(english.replaceAll(ofName, form)),
  );
}

/** How a reader writes what stands within a phrase. Times are milliseconds since 1970. */
export interface PhraseFormats {
  number(value: number): string;
  bytes(value: number): string;
  day(at: number): string;
  moment(at: number): string;
}

export interface PhraseBook {
  /** In characters; whatever is longer has no words in its language. */
  readonly longest: number;
  /**
   * What the English words, one sentence or several, are in the language of the book; null when it does not know one
   * of them, or cannot be certain what is meant: the name of a file may read like a part of a sentence.
   */
  say(english: string, formats: PhraseFormats): string | null;
}

interface Pattern {
  readonly said: string;
  readonly names: readonly string[];
  /** What is always the same: before the first value, between two, and after the last. */
  readonly parts: readonly string[];
  /** Characters that are always the same: the more, the surer it is meant. */
  readonly certain: number;
  /** Whether so little of it is always the same that sentences of others may be like it. */
  readonly short: boolean;
  /** Its longest part, which tells soonest that it is another. */
  readonly mark: string;
}

/** How much looking one message is worth; text that somebody else has made up may be like anything. */
interface Patience {
  left: number;
  /** What has been found out about a part of it. */
  readonly known: Map<string, string | null>;
  /** The same, where it may be several sentences. */
  readonly all: Map<string, string | null>;
}

const place = /\{(\w+)\}/gu;
const filled = /\{(\w+)(?::([^{}]+))?\}/gu;
/** Between two sentences. */
const border = /(?<=[.!?…]) (?=\S)/gu;
/** Nobody writes more in one message; what is longer is somebody else's text. */
const longest = 4000;
const mostSentences = 12;
const mostLooks = 150;
/** A text that can be taken apart in more ways than these is not taken apart. */
const mostWays = 40;
const longestShort = 28;
/** What a phrase must have in common with a text more than another, to be the one that is meant. */
const surer = 5;
/** What a value is that may have blanks without being words of a sentence: a whole path. */
const wholePath = /^(?:\/|[A-Za-z]:[\\/]|\\\\)/u;
/** What sentences begin with, and names of files seldom do. */
const opener =
  /^(?:An?|All|At|Both|Each|Every|Files?|Holdall|In|Items?|Its?|No|Nobody|None|Not|Nothing|Of|One|Only|Several|So|Some|Somebody|The|Their|There|These|They|This|Too|What|Who)\s/u;
const quotes = /["“„]$/u;

function patternOf(english: string, said: string): Pattern {
  const parts = english.split(place).filter((_, index) => index % 2 === 0);
  return {
    said,
    names: [...english.matchAll(place)].map(([, name = ""]) => name),
    parts,
    certain: parts.join("").length,
    short: parts.join("").length <= longestShort,
    mark: parts.reduce(
      (most, part) => (part.length > most.length ? part : most),
      "",
    ),
  };
}

/**
 * Every way in which a text can be taken for a pattern: the values of each, the shortest first values first; null when
 * they are too many to look at.
 */
function waysOf(
  { parts, mark }: Pattern,
  text: string,
): readonly (readonly string[])[] | null {
  const [first = "", ...between] = parts;
  const last = between.pop() ?? "";
  const end = text.length - last.length;
  if (
    first.length > end ||
    !text.startsWith(first) ||
    !text.endsWith(last) ||
    !text.includes(mark)
  )
    return [];
  let ways: { readonly values: readonly string[]; readonly at: number }[] = [
    { values: [], at: first.length },
  ];
  for (const part of between) {
    const longer: typeof ways = [];
    for (const { values, at } of ways) {
      let found = text.indexOf(part, at + 1);
      while (found >= 0 && found + part.length < end) {
        longer.push({
          values: [...values, text.slice(at, found)],
          at: found + part.length,
        });
        if (longer.length > mostWays) return null;
        found = text.indexOf(part, found + 1);
      }
    }
    ways = longer;
  }
  return ways.map(({ values, at }) => [...values, text.slice(at, end)]);
}

/** Whether the value may be words of a sentence that only looks like the pattern. */
function isDoubtful({ parts, short }: Pattern, value: string, index: number) {
  // Another phrase has the quotes.
  if (/^["“]/u.test(value)) return true;
  if (!/\s/u.test(value) || wholePath.test(value)) return false;
  if (quotes.test(parts[index] ?? "")) return false;
  return short || (parts[index] === "" && opener.test(value));
}

/** Says what the product says in English in another language, finding the values of a sentence by its form. */
export function createPhraseBook(phrases: Phrases): PhraseBook {
  const fixed = new Map<string, string>();
  const patterns: Pattern[] = [];
  for (const [english, said] of Object.entries(phrases)) {
    if (english.search(place) < 0) fixed.set(english, said);
    else patterns.push(patternOf(english, said));
  }
  patterns.sort((one, other) => other.certain - one.certain);

  /** Null when a value of it is of another kind. */
  function fill(
    pattern: Pattern,
    values: readonly string[],
    formats: PhraseFormats,
    patience: Patience,
  ): string | null {
    const { said, names } = pattern;
    let unknown = 0;
    const filledIn = said.replaceAll(
      filled,
      (_, name: string, kind?: string) => {
        const index = names.indexOf(name);
        const value = values[index] ?? "";
        const text =
          kind === undefined && isDoubtful(pattern, value, index)
            ? null
            : valueOf(value, kind, formats, patience);
        if (text === null) unknown += 1;
        return text ?? value;
      },
    );
    return unknown === 0 ? filledIn : null;
  }

  function valueOf(
    value: string,
    kind: string | undefined,
    formats: PhraseFormats,
    patience: Patience,
  ): string | null {
    switch (kind) {
      case undefined:
        return value;
      case "words":
        return sayAll(value, formats, patience) ?? value;
      case "phrase":
        return sayAll(value, formats, patience);
      case "number":
      case "bytes":
        return /^\d+(?:\.\d+)?$/u.test(value)
          ? formats[kind](Number(value))
          : null;
      case "date":
        return dateOf(value, formats);
      case "word":
        return /\s/u.test(value) ? null : value;
      default: {
        const [one = "", others = ""] = kind.split("|");
        return Number(value) === 1 ? one : others;
      }
    }
  }

  /** What the phrases say that it can be taken for with nearly the same certainty; null when they differ. */
  function sayOne(
    text: string,
    formats: PhraseFormats,
    patience: Patience,
  ): string | null {
    const whole = fixed.get(text) ?? patience.known.get(text);
    if (whole !== undefined) return whole;
    if (patience.left === 0) return null;
    patience.left -= 1;
    const meant = new Set<string>();
    let surest = 0;
    for (const pattern of patterns) {
      if (meant.size > 0 && pattern.certain + surer <= surest) break;
      const ways = waysOf(pattern, text);
      if (ways === null && pattern.said.includes(":phrase}")) continue;
      // In so many ways it could be taken for this one that nothing is certain about it.
      if (ways === null) {
        meant.clear();
        break;
      }
      for (const values of ways) {
        const said = fill(pattern, values, formats, patience);
        if (said === null) continue;
        if (meant.size === 0) surest = pattern.certain;
        meant.add(said);
      }
    }
    const [said = null] = meant.size === 1 ? meant : [];
    patience.known.set(text, said);
    return said;
  }

  /** Sentence by sentence where each has its phrase, else as one: a full stop may be in the name of a file. */
  function sayAll(
    text: string,
    formats: PhraseFormats,
    patience: Patience,
  ): string | null {
    const whole = fixed.get(text);
    if (whole !== undefined) return whole;
    const before = patience.all.get(text);
    if (before !== undefined || patience.left === 0) return before ?? null;
    const said = saySeveral(text, formats, patience);
    patience.all.set(text, said);
    return said;
  }

  function saySeveral(
    text: string,
    formats: PhraseFormats,
    patience: Patience,
  ): string | null {
    const borders = [...text.matchAll(border)].slice(0, mostSentences);
    for (const { index } of borders) {
      const head = sayOne(text.slice(0, index), formats, patience);
      if (head === null) continue;
      const rest = sayAll(text.slice(index + 1), formats, patience);
      if (rest !== null) return `${head} ${rest}`;
    }
    return sayOne(text, formats, patience);
  }

  return {
    longest,
    say: (english, formats) => {
      if (english === "" || english.length > longest) return null;
      const patience: Patience = {
        left: mostLooks,
        known: new Map(),
        all: new Map(),
      };
      const said = sayAll(english, formats, patience);
      // Where the looking ended early, another meaning may not have been found.
      return patience.left === 0 ? null : said;
    },
  };
}

function dateOf(value: string, formats: PhraseFormats): string | null {
  const day = /^(\d{4})-(\d\d)-(\d\d)$/u.exec(value);
  if (day !== null)
    return formats.day(
      new Date(Number(day[1]), Number(day[2]) - 1, Number(day[3])).getTime(),
    );
  const at = Date.parse(value);
  return Number.isNaN(at) ? null : formats.moment(at);
}
