import type { FastifyRequest } from "fastify";
import {
  easydbTypes,
  type EasydbDraft,
  type EasydbExport,
} from "../../../core/easydb-export.ts";
import { textOf as bodyText } from "../../request-body.ts";
import { apiRefusal, userRefusal } from "./refusal.ts";
import { readSchedules } from "./schedules-body.ts";
import { readSearch } from "./search-body.ts";
import {
  formatOf,
  formatSettings,
  takesFiles,
  type PackageSurroundings,
} from "./format-settings.ts";
import { checkSettings, isSetting, readSetting } from "./settings-body.ts";
import { keptTransports, readTransports } from "./transports-body.ts";
import type { Vocabulary } from "./vocabulary.ts";
import {
  integerOf,
  objectOf,
  onlyMembers,
  textOf,
  type Members,
} from "./values.ts";

const readOnly = [
  "_basetype",
  "_date_created",
  "_last_updated_date",
  "_state",
  "_files",
  "_downloads",
  "_log",
];
const longestName = 200;
/** Most items of an export that is made to be fetched once. */
const mostDownloaded = 1000;

/**
 * The JSON of a body, whatever type it says it has.
 * @throws EasydbRefusal error.api.invalid_content, error.api.type_mismatch
 */
export function bodyOf(request: FastifyRequest): Members {
  let body: unknown;
  try {
    body = JSON.parse(bodyText(request));
  } catch {
    throw apiRefusal("invalid_content", "The body is not JSON.");
  }
  return objectOf(body, "body");
}

/**
 * What a body asks for (easydb.md sections 4 and 10).
 * @param before the export it changes; null for a new one
 * @throws EasydbRefusal
 */
export function readExport(
  body: Members,
  before: EasydbExport | null,
  known: Vocabulary,
  around: Omit<PackageSurroundings, "exportName">,
): EasydbDraft {
  onlyMembers(body, [...readOnly, "_schedules", "_transports", "export"], "");
  const given = body["export"] ?? null;
  if (given === null && before === null)
    throw apiRefusal("attribute_expected", "`export` is missing.");
  const members = given === null ? {} : objectOf(given, "export");
  checkIdentity(members, before);

  const settings: Record<string, unknown> = { ...before?.settings };
  for (const [name, value] of Object.entries(members)) {
    if (isSetting(name)) settings[name] = readSetting(name, value, known);
    else
      onlyMembers(
        { [name]: value },
        ["_id", "_version", "type", "name", "search"],
        "export",
      );
  }
  checkSettings(settings);
  const search = members["search"] ?? before?.search ?? null;
  if (search === null)
    throw apiRefusal("attribute_expected", "`export.search` is missing.");
  const found = readSearch(search, known);
  const transports =
    "_transports" in body
      ? readTransports(body["_transports"], before?.transports ?? [], known)
      : keptTransports(before?.transports ?? [], known);
  const schedules =
    "_schedules" in body
      ? readSchedules(body["_schedules"])
      : (before?.schedules ?? []);
  const name = nameOf(members, before);
  if (schedules.length > 0 && name === null)
    throw userRefusal("export_name_required");
  const type = typeOf(members, before);
  return {
    type,
    name,
    search: objectOf(search, "export.search"),
    settings,
    schedules,
    transports,
    plan: {
      search: found,
      incremental: type === "export_incremental",
      options: {
        format: formatOf(settings),
        packer: "folder",
        migrate: false,
        bitstreams: takesFiles(settings),
        withdrawn: false,
        verify: false,
        ...(type === "download" ? { mostItems: mostDownloaded } : {}),
        ...(formatOf(settings) === "easydb"
          ? {
              settings: formatSettings(settings, {
                ...around,
                exportName: name ?? "",
              }),
            }
          : {}),
      },
    },
  };
}

/** @throws EasydbRefusal error.user.version_mismatch, error.api.attribute_not_accepted, error.api.invalid_value */
function checkIdentity(members: Members, before: EasydbExport | null): void {
  const id = members["_id"] ?? null;
  if (id !== null && before === null)
    throw apiRefusal("attribute_not_accepted", "`export._id` is not accepted.");
  if (id !== null && integerOf(id, "export._id", 1) !== before?.definition)
    throw apiRefusal("invalid_value", "`export._id` is that of another one.");
  const version = members["_version"] ?? null;
  if (version === null) return;
  const provided = integerOf(version, "export._version", 0);
  const expected = (before?.version ?? 0) + 1;
  if (provided !== expected)
    throw userRefusal("version_mismatch", {
      provided: String(provided),
      expected: String(expected),
    });
}

function typeOf(
  members: Members,
  before: EasydbExport | null,
): EasydbDraft["type"] {
  const value = members["type"] ?? null;
  if (value === null)
    return "type" in members ? "export" : (before?.type ?? "export");
  const text = textOf(value, "export.type");
  const type = easydbTypes.find((one) => one === text);
  if (type === undefined)
    throw apiRefusal("invalid_value", "`export.type` cannot be that here.");
  return type;
}

function nameOf(members: Members, before: EasydbExport | null): string | null {
  if (!("name" in members)) return before?.named === true ? before.name : null;
  const value = members["name"] ?? null;
  if (value === null) return null;
  const name = textOf(value, "export.name");
  // What was generated and comes back was not chosen.
  if (before?.named === false && name === before.name) return null;
  if (!/\S/.test(name) || name.length > longestName)
    throw apiRefusal(
      "invalid_value",
      "`export.name` has to be a name of at most 200 characters.",
    );
  return name;
}
