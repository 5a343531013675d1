import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { refused, type Caller } from "../../../core/access.ts";
import { AppError } from "../../../domain/errors.ts";
import type { ApiContext } from "../../api-context.ts";
import { pathOf } from "../../answer-error.ts";
import { sendFile } from "../../send-file.ts";
import { times } from "../../times.ts";
import type { Resource, ResourceList } from "./hal.ts";
import { readPaging, type Paging } from "./paging.ts";
import {
  containerSorts,
  createResources,
  itemSorts,
  type Resources,
} from "./resources.ts";
import { sendDocument, sendList, sendResource } from "./send-hal.ts";

interface Asked {
  readonly caller: Caller;
  readonly resources: Resources;
  readonly uuid: string;
}

/** Communities, collections, items, bundles and bitstreams for reading (dspace.md sections 2, 3, 8, 9, 11, 12). */
export function addObjects(app: FastifyInstance, context: ApiContext): void {
  const { objects } = context;

  async function asked(request: FastifyRequest): Promise<Asked> {
    const caller = await context.callerOf(request);
    const { uuid = "" } = request.params as { uuid?: string };
    return {
      caller,
      resources: createResources(
        objects,
        caller,
        `${context.origin(request)}/api`,
      ),
      uuid: uuid.toLowerCase(),
    };
  }

  /** A route that answers with one thing, or 204. */
  function one(
    path: string,
    summary: string,
    find: (asked: Asked) => Resource | null,
  ): void {
    app.get(
      path,
      { schema: { summary, tags: ["DSpace"] } },
      async (request, reply) =>
        sendResource(request, reply, find(await asked(request))),
    );
  }

  /** A route that answers with a page of a list. */
  function many(
    path: string,
    summary: string,
    sorts: readonly string[],
    find: (
      asked: Asked,
      paging: Paging,
    ) => ResourceList | Promise<ResourceList>,
  ): void {
    app.get(
      path,
      { schema: { summary, tags: ["DSpace"], querystring: pageQuery } },
      async (request, reply) => {
        const known = await asked(request);
        const paging = readPaging(
          request.query as Record<string, unknown>,
          context.origin(request) + pathOf(request).replace(/\/$/, ""),
          known.caller.administrator,
          sorts,
        );
        return sendList(request, reply, await find(known, paging));
      },
    );
  }

  /** The names of a list's search methods. */
  function searches(path: string, names: readonly string[]): void {
    app.get(
      `${path}/search`,
      { schema: { summary: "Search methods", tags: ["DSpace"] } },
      (request, reply) => {
        const self = `${context.origin(request)}/api${path}/search`;
        return sendDocument(request, reply, {
          _links: {
            self: { href: self },
            ...Object.fromEntries(
              names.map((name) => [name, { href: `${self}/${name}` }]),
            ),
          },
        });
      },
    );
  }

  many(
    "/core/communities",
    "Communities",
    containerSorts,
    ({ resources }, paging) => resources.communities("any", paging),
  );
  searches("/core/communities", ["top"]);
  many(
    "/core/communities/search/top",
    "Communities without a parent",
    containerSorts,
    ({ resources }, paging) => resources.communities("none", paging),
  );
  one("/core/communities/:uuid", "A community", ({ caller, resources, uuid }) =>
    resources.community(objects.get(caller, "community", uuid)),
  );
  many(
    "/core/communities/:uuid/subcommunities",
    "Communities in a community",
    containerSorts,
    ({ caller, resources, uuid }, paging) =>
      resources.subcommunities(objects.get(caller, "community", uuid), paging),
  );
  many(
    "/core/communities/:uuid/collections",
    "Collections in a community",
    containerSorts,
    ({ caller, resources, uuid }, paging) =>
      resources.collections(objects.get(caller, "community", uuid).id, paging),
  );
  for (const [kind, path] of [
    ["community", "/core/communities"],
    ["collection", "/core/collections"],
  ] as const) {
    one(
      `${path}/:uuid/parentCommunity`,
      "The community around it",
      ({ caller, resources, uuid }) =>
        optional(
          objects.parentCommunity(caller, objects.get(caller, kind, uuid)),
          resources.community,
        ),
    );
    one(`${path}/:uuid/logo`, "Its logo", ({ caller, resources, uuid }) =>
      optional(
        objects.logo(caller, objects.get(caller, kind, uuid)),
        resources.bitstream,
      ),
    );
  }

  many(
    "/core/collections",
    "Collections",
    containerSorts,
    ({ resources }, paging) => resources.collections(null, paging),
  );
  one(
    "/core/collections/:uuid",
    "A collection",
    ({ caller, resources, uuid }) =>
      resources.collection(objects.get(caller, "collection", uuid)),
  );
  many(
    "/core/collections/:uuid/items",
    "Items of a collection, mapped ones too",
    itemSorts,
    ({ caller, resources, uuid }, paging) =>
      resources.items(objects.get(caller, "collection", uuid).id, paging),
  );
  many(
    "/core/collections/:uuid/mappedItems",
    "Items mapped to a collection",
    itemSorts.slice(0, 2),
    ({ caller, resources, uuid }, paging) =>
      resources.mappedItems(objects.get(caller, "collection", uuid), paging),
  );
  one(
    "/core/collections/:uuid/license",
    "The licence of a collection",
    ({ caller, resources, uuid }) =>
      resources.license(objects.get(caller, "collection", uuid)),
  );

  many(
    "/core/items",
    "All items; for administrators",
    itemSorts,
    ({ caller, resources }, paging) => {
      if (!caller.administrator) throw refused(caller);
      return resources.items(null, paging);
    },
  );
  one("/core/items/:uuid", "An item", ({ caller, resources, uuid }) =>
    resources.item(objects.get(caller, "item", uuid)),
  );
  many(
    "/core/items/:uuid/bundles",
    "Bundles of an item",
    [],
    ({ caller, resources, uuid }, paging) =>
      resources.bundles(objects.get(caller, "item", uuid), paging),
  );
  one(
    "/core/items/:uuid/owningCollection",
    "The collection that owns an item",
    ({ caller, resources, uuid }) =>
      optional(
        objects.owningCollection(caller, objects.get(caller, "item", uuid)),
        resources.collection,
      ),
  );
  many(
    "/core/items/:uuid/mappedCollections",
    "Collections an item is mapped to",
    containerSorts,
    ({ caller, resources, uuid }, paging) =>
      resources.mappedCollections(objects.get(caller, "item", uuid), paging),
  );
  for (const name of ["templateItemOf", "thumbnail"]) {
    one(`/core/items/:uuid/${name}`, "Always absent", ({ caller, uuid }) => {
      objects.get(caller, "item", uuid);
      return null;
    });
  }

  one("/core/bundles/:uuid", "A bundle", ({ caller, resources, uuid }) =>
    resources.bundle(objects.get(caller, "bundle", uuid)),
  );
  many(
    "/core/bundles/:uuid/bitstreams",
    "Bitstreams of a bundle",
    [],
    ({ caller, resources, uuid }, paging) =>
      resources.bitstreams(objects.get(caller, "bundle", uuid), paging),
  );
  one(
    "/core/bundles/:uuid/item",
    "The item of a bundle",
    ({ caller, resources, uuid }) =>
      optional(
        objects.itemOf(caller, objects.get(caller, "bundle", uuid)),
        resources.item,
      ),
  );
  one(
    "/core/bundles/:uuid/primaryBitstream",
    "The primary bitstream of a bundle",
    ({ caller, resources, uuid }) =>
      optional(
        objects.primaryBitstream(caller, objects.get(caller, "bundle", uuid)),
        resources.bitstream,
      ),
  );

  one("/core/bitstreams/:uuid", "A bitstream", ({ caller, resources, uuid }) =>
    resources.bitstream(objects.get(caller, "bitstream", uuid)),
  );
  one(
    "/core/bitstreams/:uuid/bundle",
    "The bundle of a bitstream",
    ({ caller, resources, uuid }) =>
      optional(
        objects.bundleOf(caller, objects.get(caller, "bitstream", uuid)),
        resources.bundle,
      ),
  );
  one(
    "/core/bitstreams/:uuid/thumbnail",
    "Always absent",
    ({ caller, uuid }) => {
      objects.get(caller, "bitstream", uuid);
      return null;
    },
  );
  app.route({
    method: ["GET", "HEAD"],
    url: "/core/bitstreams/:uuid/content",
    handlerTimeout: times.transfer,
    schema: { summary: "The bytes of a bitstream", tags: ["DSpace"] },
    handler: async (request: FastifyRequest, reply: FastifyReply) => {
      const { caller, uuid } = await asked(request);
      const bitstream = objects.get(caller, "bitstream", uuid);
      return sendFile(request, reply, {
        path: objects.fileOf(bitstream),
        size: bitstream.size,
        name: bitstream.name,
        mimeType: bitstream.mimeType,
        tag: bitstream.md5,
        lastModified: bitstream.lastModified,
      });
    },
  });

  // The lists that are not offered (dspace.md section 12), told apart from paths that do not exist.
  for (const path of ["/core/bundles", "/core/bitstreams"]) {
    app.route({
      method: ["GET", "POST", "PUT", "DELETE"],
      url: path,
      schema: { hide: true },
      handler() {
        throw new AppError(
          "method.not-allowed",
          "The list of all of them is not offered.",
        );
      },
    });
  }
}

const pageQuery = {
  type: "object",
  properties: {
    page: { type: "integer", minimum: 0, default: 0 },
    size: { type: "integer", minimum: 1, default: 20 },
    sort: { type: "string", description: "field,asc or field,desc" },
    embed: { type: "string", description: "relations, divided by commas" },
    projection: { type: "string", enum: ["default", "full"] },
  },
} as const;

function optional<Record>(
  record: Record | null,
  toResource: (record: Record) => Resource,
): Resource | null {
  return record === null ? null : toResource(record);
}
