import type { FastifyRequest } from "fastify";
import type { DiscoveredKind } from "../../../core/discovery.ts";
import { AppError } from "../../../domain/errors.ts";
import { searchField } from "../../../domain/search-fields.ts";
import {
  readFilter,
  type AppliedFilter,
} from "../../../domain/search-filter.ts";
import {
  parseSearchQuery,
  type SearchExpression,
} from "../../../domain/search-query.ts";
import type { Asked } from "./routes.ts";
import { textsOf } from "./texts-of.ts";

const everyKind: readonly DiscoveredKind[] = [
  "community",
  "collection",
  "item",
];
const kinds: ReadonlyMap<string, readonly DiscoveredKind[]> = new Map([
  ["all", everyKind],
  ...everyKind.map((kind) => [kind, [kind]] as const),
]);
/** What people work on; there are no workflows here, so nobody has anything of that kind. */
const empty = new Set([
  "workflow",
  "workflowAdmin",
  "workspace",
  "otherworkspace",
  "supervision",
  "supervisedWorkspace",
]);

/** What a request looks for (dspace.md section 16). */
export interface SearchRequest {
  /** The query as it was given; null: everything. */
  readonly text: string | null;
  readonly expression: SearchExpression | null;
  readonly filters: readonly AppliedFilter[];
  readonly kinds: readonly DiscoveredKind[];
  /** uuid; null: everywhere. */
  readonly scope: string | null;
  /** Asks for something that cannot be here. */
  readonly nothing: boolean;
}

/** @throws AppError input.invalid, request.impossible */
export function readSearch(
  request: FastifyRequest,
  asked: Asked,
): SearchRequest {
  const query = request.query as Readonly<Record<string, unknown>>;
  const filters = Object.entries(query).flatMap(([name, value]) =>
    name.startsWith("f.")
      ? textsOf(value).map((text) => readFilter(name.slice(2), text))
      : [],
  );
  if (filters.length > mostFilters)
    throw new AppError("request.impossible", "These are too many filters.");
  // Words are all looked for, also those of a parameter that is given again.
  const text = textsOf(query["query"]).join(" ");
  return {
    text: text === "" ? null : text,
    expression: parseSearchQuery(text, searchField),
    filters,
    kinds: kindsOf(textsOf(query["dsoType"])),
    scope: asked.uuidOf("scope"),
    nothing: empty.has(asked.query("configuration") ?? ""),
  };
}

const mostFilters = 50;

function kindsOf(names: readonly string[]): readonly DiscoveredKind[] {
  const wanted = new Set<DiscoveredKind>();
  for (const name of names.flatMap((text) => text.split(","))) {
    if (name.trim() === "") continue;
    const meant = kinds.get(name.trim().toLowerCase());
    if (meant === undefined)
      throw new AppError(
        "request.impossible",
        `There is no \`dsoType\` ${name.slice(0, 40)}.`,
        { remedy: `Use one of ${[...kinds.keys()].join(", ")}.` },
      );
    for (const kind of meant) wanted.add(kind);
  }
  return wanted.size === 0 ? everyKind : [...wanted];
}

export const searchQuery = {
  type: "object",
  properties: {
    query: { type: "string", description: 'words, "a phrase", AND, OR, NOT' },
    dsoType: {
      type: "string",
      enum: ["item", "collection", "community", "all"],
    },
    scope: {
      type: "string",
      format: "uuid",
      description: "community (with all below), collection or site",
    },
    configuration: { type: "string" },
    "f.title": { type: "string", example: "tower,contains" },
    "f.author": { type: "string", example: "Fyr, Eva,equals" },
    "f.subject": { type: "string" },
    "f.dateIssued": { type: "string", example: "[1847 TO 1900],equals" },
    "f.entityType": { type: "string" },
    "f.has_content_in_original_bundle": {
      type: "string",
      example: "true,equals",
    },
    page: { type: "integer", minimum: 0, default: 0 },
    size: { type: "integer", minimum: 1, default: 20 },
    sort: { type: "string", example: "dc.date.issued,DESC" },
    embed: { type: "string", description: "of the objects that are found" },
  },
} as const;
