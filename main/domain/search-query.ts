import { AppError } from "./errors.ts";

/** What is searched for in the values of objects, as a tree. */
export type SearchExpression =
  | { readonly kind: "and" | "or"; readonly parts: readonly SearchExpression[] }
  | { readonly kind: "not"; readonly part: SearchExpression }
  | SearchTerm;

/** Something values either have or have not. */
export type SearchTerm =
  /** Words that follow each other; with `prefix` the last one may be the beginning of a word. */
  | {
      readonly kind: "words";
      /** Null: in any field. */
      readonly field: SearchField | null;
      readonly text: string;
      readonly prefix: boolean;
    }
  /** A value that is just this one, case and outer blanks aside. */
  | {
      readonly kind: "equals";
      readonly field: SearchField;
      readonly text: string;
    }
  /** Any value of the field; absent ends are open. */
  | {
      readonly kind: "range";
      readonly field: SearchField;
      readonly from: string | null;
      readonly to: string | null;
    }
  | {
      readonly kind: "authority";
      readonly field: SearchField;
      readonly authority: string;
    }
  /** A value that is just one of these, letter by letter. */
  | {
      readonly kind: "values";
      readonly field: SearchField;
      readonly texts: readonly string[];
    }
  /** Items with a file in the bundle ORIGINAL. */
  | { readonly kind: "content" }
  /** Items with a file there in one of these formats, by the name of the format. */
  | { readonly kind: "fileType"; readonly names: readonly string[] };

/** A name people search by, and the metadata fields it stands for, in dotted form; `dc.subject.*` is all qualifiers. */
export interface SearchField {
  readonly name: string;
  readonly fields: readonly string[];
}

/** Deeper queries are nobody's; they would only cost. */
const deepest = 20;
const mostTokens = 200;

type Token =
  | { readonly kind: "(" | ")" | "AND" | "OR" | "NOT" }
  | { readonly kind: "field"; readonly name: string }
  | { readonly kind: "range"; readonly from: string; readonly to: string }
  | { readonly kind: "words"; readonly text: string; readonly prefix: boolean };

/**
 * Reads a query as Lucene spells them: words are joined by AND, `"a phrase"`, AND, OR, NOT (`&&`, `||`, `!`, `-`, `+`),
 * brackets, `field:term`, `field:[a TO b]`, `begin*`.
 * @param fieldOf the field a name stands for; null: there is none
 * @param inField where terms are looked for that name no field; null: everywhere
 * @returns null when everything is asked for
 * @throws AppError request.impossible
 */
export function parseSearchQuery(
  query: string,
  fieldOf: (name: string) => SearchField | null,
  inField: SearchField | null = null,
): SearchExpression | null {
  const trimmed = query.trim();
  if (trimmed === "" || trimmed === "*" || trimmed === "*:*") return null;
  const tokens = tokenise(trimmed);
  if (tokens.length > mostTokens) throw unparsable("it is too long");
  let at = 0;
  const peek = (): Token | undefined => tokens[at];

  const parseOr = (field: SearchField | null, depth: number): Found => {
    if (depth > deepest) throw unparsable("it is nested too deeply");
    const parts = [parseAnd(field, depth)];
    while (peek()?.kind === "OR") {
      at++;
      parts.push(parseAnd(field, depth));
    }
    return join("or", parts);
  };
  const parseAnd = (field: SearchField | null, depth: number): Found => {
    const parts = [parseNot(field, depth)];
    for (;;) {
      const next = peek();
      if (next === undefined || next.kind === ")" || next.kind === "OR") break;
      if (next.kind === "AND") at++;
      parts.push(parseNot(field, depth));
    }
    return join("and", parts);
  };
  const parseNot = (field: SearchField | null, depth: number): Found => {
    if (peek()?.kind !== "NOT") return parseOne(field, depth);
    at++;
    const part = parseNot(field, depth + 1);
    return part === "all"
      ? { kind: "not", part: { kind: "or", parts: [] } }
      : { kind: "not", part };
  };
  const parseOne = (field: SearchField | null, depth: number): Found => {
    const token = tokens[at++];
    switch (token?.kind) {
      case "(": {
        const inside = parseOr(field, depth + 1);
        if (tokens[at++]?.kind !== ")") throw unparsable("a bracket is open");
        return inside;
      }
      case "field": {
        const next = peek()?.kind;
        if (next !== "words" && next !== "(" && next !== "range")
          throw unparsable(`nothing follows ${token.name}:`);
        const named = fieldOf(token.name);
        if (named !== null || token.name === "*")
          return parseOne(named, depth + 1);
        // A colon in a title that somebody typed: `Lighthouses: a history`.
        const word: Token = wordsOf(token.name, false);
        return join("and", [
          { kind: "words", field: null, text: word.text, prefix: false },
          parseOne(field, depth + 1),
        ]);
      }
      case "range":
        if (field === null) throw unparsable("a range needs a field");
        return {
          kind: "range",
          field,
          from: token.from === "*" ? null : token.from,
          to: token.to === "*" ? null : token.to,
        };
      case "words":
        if (token.text === "" && token.prefix)
          return field === null
            ? "all"
            : { kind: "range", field, from: null, to: null };
        return { kind: "words", field, text: token.text, prefix: token.prefix };
      default:
        throw unparsable("a term is missing");
    }
  };

  const found = parseOr(inField, 0);
  if (at < tokens.length) throw unparsable("a bracket is closed twice");
  return found === "all" ? null : found;
}

type Found = SearchExpression | "all";

function join(kind: "and" | "or", parts: readonly Found[]): Found {
  const real = parts.filter((part) => part !== "all");
  if (kind === "or" && real.length < parts.length) return "all";
  const [only] = real;
  if (only === undefined) return "all";
  return real.length === 1 ? only : { kind, parts: real };
}

const token =
  /\s+|(?<range>[[{]\s*(?<from>[^\s\]}]+)\s+TO\s+(?<to>[^\s\]}]+)\s*[\]}])|(?<bracket>[()])|(?<word>(?:AND|OR|NOT)(?=[\s()]|$)|&&|\|\||!)|"(?<phrase>(?:[^"\\]|\\.)*)"(?:~\d+|\^[\d.]+)*|(?<sign>[+-])(?=[^\s])|(?<field>(?:\*|[\p{L}\p{N}_][\p{L}\p{N}_.]*)):(?!\/\/)|(?<plain>(?:\\.|[^\s()"])+)/gsuy;

const operators: Readonly<Record<string, "AND" | "OR" | "NOT">> = {
  AND: "AND",
  OR: "OR",
  NOT: "NOT",
  "&&": "AND",
  "||": "OR",
  "!": "NOT",
};

function tokenise(query: string): Token[] {
  const tokens: Token[] = [];
  token.lastIndex = 0;
  for (let end = 0; end < query.length; end = token.lastIndex) {
    token.lastIndex = end;
    const groups = token.exec(query)?.groups;
    if (groups === undefined) throw unparsable("a quotation mark is open");
    const { range, from, to, bracket, word, phrase, sign, field, plain } =
      groups as Partial<Record<string, string>>;
    if (range !== undefined)
      tokens.push({ kind: "range", from: from ?? "*", to: to ?? "*" });
    else if (bracket !== undefined)
      tokens.push({ kind: bracket === "(" ? "(" : ")" });
    else if (word !== undefined)
      tokens.push({ kind: operators[word] ?? "AND" });
    else if (phrase !== undefined)
      tokens.push(wordsOf(unescape(phrase), false));
    else if (sign === "-") tokens.push({ kind: "NOT" });
    else if (field !== undefined) tokens.push({ kind: "field", name: field });
    else if (plain !== undefined) tokens.push(plainWords(plain));
  }
  return tokens;
}

function plainWords(plain: string): Token {
  const text = plain.replace(/(?:\^[\d.]+|~[\d.]*)+$/, "");
  const prefix = /(?<!\\)\*$/.test(text);
  return wordsOf(unescape(prefix ? text.slice(0, -1) : text), prefix);
}

function wordsOf(
  text: string,
  prefix: boolean,
): Extract<Token, { kind: "words" }> {
  if (wordsIn(text).length === 0 && !(prefix && text === ""))
    throw unparsable("a term has neither letter nor digit");
  return { kind: "words", text, prefix };
}

function unescape(text: string): string {
  return text.replace(/\\(.)/gs, "$1");
}

function unparsable(reason: string): AppError {
  return new AppError(
    "request.impossible",
    `The query cannot be understood: ${reason}.`,
    { remedy: 'Put double quotes around words as they are: "a: b".' },
  );
}

const marks = /\p{M}+/gu;

/** Text without case and diacritics, as words are compared. */
export function folded(text: string): string {
  return text.normalize("NFD").replace(marks, "").toLowerCase();
}

/** The words of a text, folded, as the full-text index cuts them. */
export function wordsIn(text: string): string[] {
  return folded(text).match(/[\p{L}\p{N}\p{Co}]+/gu) ?? [];
}

/** Whether a field is one of those that a search field stands for. */
export function isAmong(fields: readonly string[], name: string): boolean {
  return fields.some((field) =>
    field.endsWith(".*")
      ? name.startsWith(field.slice(0, -1)) || name === field.slice(0, -2)
      : name === field,
  );
}

/** What a term is looked for in. */
export interface Searched {
  /** Values of these fields. */
  values(
    fields: readonly string[],
  ): Iterable<{ readonly value: string; readonly authority: string | null }>;
  /** Whether the words are anywhere in it. */
  hasWords(text: string, prefix: boolean): boolean;
  hasContent(): boolean;
  /** Whether it has a file in the bundle ORIGINAL whose format has one of these names. */
  hasFileType(names: readonly string[]): boolean;
}

/** Whether an object is one that is searched for. */
export function isFound(expression: SearchExpression, in_: Searched): boolean {
  switch (expression.kind) {
    case "and":
      return expression.parts.every((part) => isFound(part, in_));
    case "or":
      return expression.parts.some((part) => isFound(part, in_));
    case "not":
      return !isFound(expression.part, in_);
    case "content":
      return in_.hasContent();
    case "fileType":
      return in_.hasFileType(expression.names);
    case "words": {
      const { field, text, prefix } = expression;
      if (field === null) return in_.hasWords(text, prefix);
      const words = wordsIn(text);
      return some(in_.values(field.fields), ({ value }) =>
        hasInOrder(wordsIn(value), words, prefix),
      );
    }
    case "equals": {
      const wanted = folded(expression.text).trim();
      return some(
        in_.values(expression.field.fields),
        ({ value }) => folded(value).trim() === wanted,
      );
    }
    case "values": {
      const { field, texts } = expression;
      return some(in_.values(field.fields), ({ value }) =>
        texts.includes(value),
      );
    }
    case "range": {
      const { field, from, to } = expression;
      return some(
        in_.values(field.fields),
        ({ value }) =>
          (from === null || value >= from) &&
          // `2010` as an end takes all of that year along.
          (to === null || value.slice(0, to.length) <= to),
      );
    }
    case "authority":
      return some(
        in_.values(expression.field.fields),
        ({ authority }) => authority === expression.authority,
      );
  }
}

/** Whether words follow each other among others. */
export function hasInOrder(
  among: readonly string[],
  words: readonly string[],
  prefix: boolean,
): boolean {
  const last = words.length - 1;
  return among.some((_, start) =>
    words.every((word, index) => {
      const there = among[start + index];
      return prefix && index === last
        ? there?.startsWith(word) === true
        : there === word;
    }),
  );
}

function some<Value>(
  values: Iterable<Value>,
  fits: (value: Value) => boolean,
): boolean {
  for (const value of values) if (fits(value)) return true;
  return false;
}
