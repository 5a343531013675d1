import type { DiscoverySort } from "../../../core/discovery.ts";
import { everyOne, facetDocument, facetLimit } from "./facets.ts";
import { readEmbeds, renderResource } from "./hal.ts";
import { embedsKnownTo } from "./known-embeds.ts";
import { pageLinks, pageOf, readPaging } from "./paging.ts";
import { readSearch, searchQuery } from "./search-request.ts";
import type { Routes } from "./routes.ts";
import type { Piece } from "./piece.ts";
import { sendDocument, sendText } from "./send-hal.ts";

const sorts: Readonly<Record<string, DiscoverySort>> = {
  score: "score",
  "dc.title": "title",
  title: "title",
  "dc.date.issued": "issued",
  "dc.date.accessioned": "accessioned",
  lastModified: "modified",
};
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
  links("/discover", ["search", "facets"]);
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
      const facets =
        wanted.nothing || paging.number > 0
          ? []
          : await context.facets.all(
              known.caller,
              { ...wanted, ...everyOne },
              facetLimit,
            );
      const embeds = readEmbeds(request.query as Record<string, unknown>);
      const objects: Piece[] = [];
      for (const record of found.records) {
        const resource =
          record.kind === "item"
            ? known.resources.item(record)
            : known.resources[record.kind](record);
        const link = JSON.stringify(resource.links["self"]);
        objects.push(
          `${objects.length > 0 ? "," : ""}{"hitHighlights":{},"type":"discover","_links":{"indexableObject":${link}},"_embedded":{"indexableObject":`,
          ...(await renderResource(resource, embedsKnownTo(resource, embeds))),
          "}}",
        );
      }
      const pages = pageLinks(paging, found.total);
      const own = JSON.stringify({
        query: wanted.text,
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
      }).slice(1, -1);
      const result = JSON.stringify({
        _links: pages,
        page: pageOf(paging, found.total),
      }).slice(1, -1);
      const counted = JSON.stringify(
        facets.map((facet) =>
          facetDocument(request, context.origin(request), facet),
        ),
      );
      return sendText(request, reply, [
        `{${own},"_embedded":{"searchResult":{"_embedded":{"objects":[`,
        ...objects,
        `]},${result}},"facets":${counted}}}`,
      ]);
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
