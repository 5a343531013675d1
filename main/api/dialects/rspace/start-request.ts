import type { FastifyRequest } from "fastify";
import {
  rspaceFormats,
  type RspaceExport,
} from "../../../core/rspace-exports.ts";
import {
  globalIdKinds,
  rspaceScopes,
  type GivenId,
  type GlobalIdPrefix,
  type RspaceScope,
} from "../../../core/rspace-targets.ts";
import { AppError } from "../../../domain/errors.ts";
import { textOf } from "../../request-body.ts";
import type { ValidationError } from "./error-body.ts";
import { readInteger } from "./integer.ts";
import { badParameters, illegalArgument, notANumber } from "./refusal.ts";

type Wrong = Omit<ValidationError, "objectName">;
type Query = Readonly<Record<string, string | readonly string[] | undefined>>;

const known = new Set(["selections", "includeRevisionHistory", "maxLinkLevel"]);
/** A selection may hold so many different ids. */
const mostSelections = 2000;
const greatestLevel = 2 ** 31 - 1;
const flags: Readonly<Record<string, boolean>> = {
  true: true,
  on: true,
  yes: true,
  1: true,
  false: false,
  off: false,
  no: false,
  0: false,
};

/**
 * Reads what is to be exported from the path and the query (rspace.md section 2).
 * @throws RspaceRefusal 400 naming all that is wrong, 422; AppError media-type.unsupported
 */
export function readStart(request: FastifyRequest): RspaceExport {
  const path = request.params as Partial<Record<string, string>>;
  const query = request.query as Query;
  requireNoBody(request);
  const wrong: Wrong[] = [];
  const refuse = (field: string, value: string | null, message: string) => {
    wrong.push({ field, rejectedValue: value, message });
  };

  const format = rspaceFormats.find((one) => one === path["format"]);
  if (format === undefined)
    refuse("format", path["format"] ?? null, "can be xml or html");
  const scope = rspaceScopes.find((one) => one === path["scope"]);
  if (scope === undefined)
    refuse("scope", path["scope"] ?? null, "can be user, group or selection");
  for (const name of Object.keys(query))
    if (!known.has(name))
      refuse(name, null, "There is no parameter of that name");
  const includeRevisionHistory = readFlag(query, refuse);
  const maxLinkLevel = readLevel(query, refuse);
  const selections = readSelections(query, refuse);
  if (
    scope !== undefined &&
    scope !== "selection" &&
    query["selections"] !== undefined
  )
    refuse("selections", null, "goes with the scope selection only");
  const id = readOwner(path["id"], scope, refuse);
  if (wrong.length > 0 || format === undefined || scope === undefined)
    throw badParameters(wrong);
  if (scope === "selection" && selections.length === 0)
    throw illegalArgument("selections: names no object to export.");
  if (selections.length > mostSelections)
    throw illegalArgument(
      `selections: names ${String(selections.length)} objects; it may name ${String(mostSelections)}.`,
    );
  return {
    format,
    scope,
    id,
    selections,
    includeRevisionHistory,
    maxLinkLevel,
  };
}

type Refuse = (field: string, value: string | null, message: string) => void;

/** Whose export it is to be; null: that of whoever asks. @throws RspaceRefusal 400 */
function readOwner(
  text: string | undefined,
  scope: RspaceScope | undefined,
  refuse: Refuse,
): number | null {
  if (text === undefined || text === "") return null;
  const given = readId(text);
  if (given === null) throw notANumber("id", text);
  if (scope === "selection")
    refuse("id", text, "goes with the scopes user and group only");
  const fitting = scope === "user" ? "US" : "GP";
  if (given.prefix !== null && given.prefix !== fitting)
    refuse("id", text, `is not that of a ${scope ?? "user"}`);
  return given.id;
}

function readFlag(query: Query, refuse: Refuse): boolean {
  const given = query["includeRevisionHistory"];
  if (given === undefined) return false;
  const flag =
    typeof given === "string" && Object.hasOwn(flags, given.toLowerCase())
      ? flags[given.toLowerCase()]
      : undefined;
  if (flag === undefined)
    refuse("includeRevisionHistory", textIn(given), "can be true or false");
  return flag ?? false;
}

function readLevel(query: Query, refuse: Refuse): number {
  const given = query["maxLinkLevel"];
  if (given === undefined) return 1;
  const level =
    typeof given === "string" && /^\+?[0-9]{1,20}$/.test(given)
      ? Number(given)
      : -1;
  if (level < 0 || level > greatestLevel)
    refuse("maxLinkLevel", textIn(given), "has to be a whole number from 0 on");
  return level;
}

/** The ids of all `selections`, each once. */
function readSelections(query: Query, refuse: Refuse): GivenId[] {
  const given = [query["selections"] ?? []].flat();
  const found = new Map<number, GivenId>();
  if (given.every((list) => list === "")) return [];
  for (const entry of given.flatMap((list) => list.split(","))) {
    const text = entry.trim();
    const id = text === "" ? null : readId(text);
    if (id === null || id.prefix === "US" || id.prefix === "GP") {
      refuse(
        "selections",
        text,
        text === ""
          ? "has an empty entry"
          : `"${text.slice(0, 40)}" is not the id of an object`,
      );
      return [];
    }
    const before = found.get(id.id);
    if (
      before?.prefix != null &&
      id.prefix != null &&
      before.prefix !== id.prefix
    ) {
      refuse(
        "selections",
        text,
        `"${text}" and "${before.text}" cannot both be the id of one object`,
      );
      return [];
    }
    // Of two ways to say it the one that can be wrong is kept.
    if (before === undefined || (id.id > 0 && before.prefix === null))
      found.set(id.id > 0 ? id.id : -found.size - 1, id);
  }
  return [...found.values()];
}

/** An id, or a global id such as `SD123`. */
function readId(text: string): GivenId | null {
  const prefix = /^[A-Z]{2}(?=[0-9])/.exec(text)?.[0] ?? null;
  if (prefix !== null && !isPrefix(prefix)) return null;
  const id = readInteger(prefix === null ? text : text.slice(2));
  return id === null ? null : { text, id, prefix };
}

function isPrefix(text: string): text is GlobalIdPrefix {
  return Object.hasOwn(globalIdKinds, text);
}

function textIn(value: string | readonly string[]): string {
  return typeof value === "string" ? value : value.join(",");
}

/** Everything is in the address; some clients send `null` all the same. */
function requireNoBody(request: FastifyRequest): void {
  if (/^\s*(?:null|\{\s*\})?\s*$/.test(textOf(request))) return;
  const type = request.headers["content-type"] ?? "application/json";
  if (!/^application\/json\b/i.test(type))
    throw new AppError(
      "media-type.unsupported",
      "An export is started without a body.",
    );
  throw badParameters([
    { field: "body", rejectedValue: null, message: "has to be empty" },
  ]);
}
