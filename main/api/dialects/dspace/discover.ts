import type { FastifyRequest } from "fastify";
import type { DiscoveredKind, DiscoverySort } from "../../../core/discovery.ts";
import { AppError } from "../../../domain/errors.ts";
import { searchField } from "../../../domain/search-fields.ts";
import {
  readFilter,
  type AppliedFilter,
} from "../../../domain/search-filter.ts";
import { parseSearchQuery } from "../../../domain/search-query.ts";
import { readEmbeds, renderResource } from "./hal.ts";
import { embedsKnownTo } from "./known-embeds.ts";
import { pageLinks, pageOf, readPaging } from "./paging.ts";
import type { Asked, Routes } from "./routes.ts";
import { sendDocument } from "./send-hal.ts";

const sorts: Readonly<Record<string, DiscoverySort>> = {
  score: "score",
  "dc.title": "title",
  title: "title",
  "dc.date.issued": "issued",
  "dc.date.accessioned": "accessioned",
  lastModified: "modified",
};
const kinds: Readonly<Record<string, readonly DiscoveredKind[]>> = {
  all: ["community", "collection", "item"],
  community: ["community"],
  collection: ["collection"],
  item: ["item"],
};
/** What people work on; there are no workflows here, so nobody has anything of that kind. */
const empty = new Set([
  "workflow",
  "workflowAdmin",
  "workspace",
  "otherworkspace",
  "supervision",
  "supervisedWorkspace",
]);

/** Search over everything (dspace.md section 16). */
export function addDiscovery(routes: Routes): void {
  const { app, context, asked } = routes;

  const links = (path: string, names: readonly string[]) =>
    app.get(
      path,
      { schema: { summary: "Links of the search", tags: ["DSpace"] } },
      (request, reply) => {
        const self = `${context.origin(request)}/api${path}`;
        return sendDocument(request, reply, {
          type: "discover",
          _links: {
            self: { href: self },
            ...Object.fromEntries(
              names.map((name) => [name, { href: `${self}/${name}` }]),
            ),
          },
        });
      },
    );
  links("/discover", ["search"]);
  links("/discover/search", ["objects"]);

  app.get(
    "/discover/search/objects",
    {
      schema: {
        summary: "Find communities, collections and items",
        description:
          "Filters are `f.<name>=<value>,<operator>`; operators equals, notequals, contains, notcontains, authority, notauthority, query.",
        tags: ["DSpace"],
        querystring: searchQuery,
      },
    },
    async (request, reply) => {
      const known = await asked(request);
      const wanted = readSearch(request, known);
      const paging = readPaging(
        withoutDefault(request.query as Record<string, unknown>),
        `${context.origin(request)}/api/discover/search/objects`,
        known.caller.administrator,
        Object.keys(sorts),
      );
      const sort =
        sorts[paging.sort ?? ""] ??
        (wanted.expression === null ? "title" : "score");
      const found = wanted.nothing
        ? { records: [], total: 0 }
        : await context.discovery.search(known.caller, {
            ...wanted,
            sort,
            descending: paging.descending,
            skip: paging.number * paging.size,
            limit: paging.size,
          });
      const embeds = readEmbeds(request.query as Record<string, unknown>);
      const objects = [];
      for (const record of found.records) {
        const resource =
          record.kind === "item"
            ? known.resources.item(record)
            : known.resources[record.kind](record);
        objects.push({
          hitHighlights: {},
          type: "discover",
          _links: { indexableObject: resource.links["self"] },
          _embedded: {
            indexableObject: await renderResource(
              resource,
              embedsKnownTo(resource, embeds),
            ),
          },
        });
      }
      const pages = pageLinks(paging, found.total);
      return sendDocument(request, reply, {
        query: known.query("query"),
        scope: wanted.scope,
        configuration: known.query("configuration") ?? "default",
        appliedFilters: wanted.filters.map(({ filter, operator, value }) => ({
          filter,
          operator,
          value,
          label: value,
        })),
        sort: {
          by: paging.sort ?? (sort === "score" ? "score" : "dc.title"),
          order: paging.descending || sort === "score" ? "DESC" : "ASC",
        },
        type: "discover",
        _links: { self: pages["self"] },
        _embedded: {
          searchResult: {
            _embedded: { objects },
            _links: pages,
            page: pageOf(paging, found.total),
          },
          facets: [],
        },
      });
    },
  );
}

/** `sort=default` is the order of who asks for none. */
function withoutDefault(
  query: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const { sort, ...others } = query;
  return typeof sort === "string" && !/^default(?:,|$)/i.test(sort)
    ? query
    : sort === undefined || typeof sort === "string"
      ? others
      : query;
}

/** @throws AppError input.invalid, request.impossible */
function readSearch(
  request: FastifyRequest,
  asked: Asked,
): {
  readonly expression: ReturnType<typeof parseSearchQuery>;
  readonly filters: readonly AppliedFilter[];
  readonly kinds: readonly DiscoveredKind[];
  readonly scope: string | null;
  readonly nothing: boolean;
} {
  const query = request.query as Readonly<Record<string, unknown>>;
  const filters = Object.entries(query).flatMap(([name, value]) =>
    name.startsWith("f.")
      ? texts(value).map((text) => readFilter(name.slice(2), text))
      : [],
  );
  if (filters.length > mostFilters)
    throw new AppError("request.impossible", "These are too many filters.");
  return {
    expression: parseSearchQuery(asked.query("query") ?? "", searchField),
    filters,
    kinds: kindsOf(texts(query["dsoType"])),
    scope: asked.uuidOf("scope"),
    nothing: empty.has(asked.query("configuration") ?? ""),
  };
}

const mostFilters = 50;

function kindsOf(names: readonly string[]): readonly DiscoveredKind[] {
  const wanted = new Set<DiscoveredKind>();
  for (const name of names.flatMap((text) => text.split(","))) {
    if (name.trim() === "") continue;
    const meant = kinds[name.trim().toLowerCase()];
    if (meant === undefined)
      throw new AppError(
        "request.impossible",
        `There is no \`dsoType\` ${name.slice(0, 40)}.`,
        { remedy: `Use one of ${Object.keys(kinds).join(", ")}.` },
      );
    for (const kind of meant) wanted.add(kind);
  }
  return wanted.size === 0 ? (kinds["all"] ?? []) : [...wanted];
}

function texts(value: unknown): string[] {
  return [value].flat().filter((one): one is string => typeof one === "string");
}

const searchQuery = {
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
