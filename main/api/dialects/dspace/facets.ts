import type { FastifyRequest } from "fastify";
import type { Facet } from "../../../core/facets.ts";
import { AppError } from "../../../domain/errors.ts";
import { readPaging } from "./paging.ts";
import type { Routes } from "./routes.ts";
import { readSearch, searchQuery } from "./search-request.ts";
import { sendDocument } from "./send-hal.ts";

/** Values of each facet that come with a search. */
export const facetLimit = 5;

/** Facets are over everything that is found, whatever page of it is looked at. */
export const everyOne = {
  sort: "title",
  descending: false,
  skip: 0,
  limit: 0,
} as const;

/** How the items of a search are spread (dspace.md section 16). */
export function addFacets(routes: Routes): void {
  const { app, context, asked } = routes;

  app.get(
    "/discover/facets",
    { schema: { summary: "Facets that there are", tags: ["DSpace"] } },
    (request, reply) => {
      const origin = context.origin(request);
      return sendDocument(request, reply, {
        type: "discover",
        _links: { self: { href: `${origin}/api/discover/facets` } },
        _embedded: {
          facets: context.facets.offered.map(({ name, type }) => ({
            name,
            facetType: type,
            _links: { self: { href: `${origin}/api/discover/facets/${name}` } },
          })),
        },
      });
    },
  );
  app.get(
    "/discover/facets/:name",
    {
      schema: {
        summary: "Values of a facet, the most frequent first",
        tags: ["DSpace"],
        querystring: {
          ...searchQuery,
          properties: {
            ...searchQuery.properties,
            prefix: { type: "string", description: "how values begin" },
          },
        },
      },
    },
    async (request, reply) => {
      const known = await asked(request);
      const wanted = readSearch(request, known);
      const paging = readPaging(
        request.query as Record<string, unknown>,
        request.url,
        known.caller.administrator,
        [],
      );
      // One more than a page, to know whether there is another one.
      const facet = await context.facets.one(
        known.caller,
        known.parameter("name"),
        { ...wanted, ...everyOne },
        {
          prefix: known.query("prefix") ?? "",
          skip: paging.number * paging.size,
          limit: paging.size + 1,
        },
      );
      if (facet === null)
        throw new AppError("object.not-found", "There is no such facet.", {
          object: known.parameter("name"),
        });
      const values = wanted.nothing ? [] : facet.values;
      const origin = context.origin(request);
      const to = (page: number) => {
        const url = new URL(request.url, origin);
        url.searchParams.set("page", String(page));
        url.searchParams.set("size", String(paging.size));
        return { href: url.toString() };
      };
      const document = facetDocument(request, origin, {
        ...facet,
        values: values.slice(0, paging.size),
      });
      return sendDocument(request, reply, {
        ...document,
        page: { number: paging.number, size: paging.size },
        _links: {
          self: to(paging.number),
          ...(values.length > paging.size
            ? { next: to(paging.number + 1) }
            : {}),
          ...(paging.number > 0 ? { prev: to(paging.number - 1) } : {}),
        },
      });
    },
  );
}

/** A facet with links that narrow the search down to each of its values. */
export function facetDocument(
  request: FastifyRequest,
  origin: string,
  { name, type, values }: Facet,
): Record<string, unknown> {
  const parameters = new URL(request.url, origin).searchParams;
  for (const own of ["page", "size", "prefix", "authentication-token"])
    parameters.delete(own);
  const narrowed = (label: string) => {
    const more = new URLSearchParams(parameters);
    const [from = label, to = from] = label.split(" - ");
    more.append(
      `f.${name}`,
      `${type === "date" ? `[${from} TO ${to}]` : label},equals`,
    );
    return `${origin}/api/discover/search/objects?${more.toString()}`;
  };
  const query = parameters.toString();
  return {
    name,
    facetType: type,
    facetLimit,
    _links: {
      self: {
        href: `${origin}/api/discover/facets/${name}${query === "" ? "" : `?${query}`}`,
      },
    },
    _embedded: {
      values: values.map(({ label, count }) => ({
        label,
        count,
        type: "discover",
        _links: { search: { href: narrowed(label) } },
      })),
    },
  };
}
