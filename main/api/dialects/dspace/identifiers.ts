import { AppError } from "../../../domain/errors.ts";
import type { Routes } from "./routes.ts";

/** Where objects of a kind are. */
const homes = {
  community: "core/communities",
  collection: "core/collections",
  item: "core/items",
  bundle: "core/bundles",
  bitstream: "core/bitstreams",
  group: "eperson/groups",
  account: "eperson/epersons",
} as const;

/** The way from an identifier to its object (dspace.md section 16). */
export function addIdentifiers({ app, context }: Routes): void {
  app.get(
    "/pid/find",
    {
      schema: {
        summary: "The object of a handle, uuid or DOI",
        tags: ["DSpace"],
        querystring: {
          type: "object",
          required: ["id"],
          properties: {
            id: { type: "string", example: "hdl:123456789/5" },
          },
        },
      },
    },
    async (request, reply) => {
      const { id } = request.query as { id?: unknown };
      if (typeof id !== "string" || id.trim() === "")
        throw new AppError("input.invalid", "`id` is missing.", {
          object: "id",
        });
      const caller = await context.callerOf(request);
      const found = await context.discovery.identify(caller, id);
      // Runs have uuids too.
      if (found === null || !Object.hasOwn(homes, found.kind))
        throw new AppError(
          "object.not-found",
          "There is no object of that identifier.",
          { object: id.slice(0, 200) },
        );
      return reply.redirect(
        `${context.origin(request)}/api/${homes[found.kind]}/${found.uuid}`,
        302,
      );
    },
  );
}
