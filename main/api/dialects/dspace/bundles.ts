import { AppError } from "../../../domain/errors.ts";
import {
  metadataBody,
  patchBody,
  readMetadata,
  readObject,
  readPatch,
  uriListBody,
} from "./bodies.ts";
import { optional } from "./resources/resource-context.ts";
import type { Asked, Routes } from "./routes.ts";

/** Bundles (dspace.md section 12). */
export function addBundles(routes: Routes): void {
  const { context, one, many, change, notOffered } = routes;
  const { objects, bundles } = context;
  const path = "/core/bundles/:uuid";
  const shown = ({ caller, resources }: Asked, uuid: string) =>
    resources.bundle(objects.get(caller, "bundle", uuid));

  one(path, "A bundle", (asked) => shown(asked, asked.uuid));
  many(
    `${path}/bitstreams`,
    "Bitstreams of a bundle",
    [],
    ({ caller, resources, uuid }, paging) =>
      resources.bitstreams(objects.get(caller, "bundle", uuid), paging),
  );
  one(`${path}/item`, "The item of a bundle", ({ caller, resources, uuid }) =>
    optional(
      objects.itemOf(caller, objects.get(caller, "bundle", uuid)),
      resources.item,
    ),
  );
  one(
    `${path}/primaryBitstream`,
    "The primary bitstream of a bundle",
    ({ caller, resources, uuid }) =>
      optional(
        objects.primaryBitstream(caller, objects.get(caller, "bundle", uuid)),
        resources.bitstream,
      ),
  );
  change(
    "POST",
    "/core/items/:uuid/bundles",
    "Add a bundle to an item",
    201,
    async (asked) => {
      const uuid = await bundles.create(asked.caller, asked.uuid, () =>
        readMetadata(readObject(asked.json())),
      );
      return shown(asked, uuid);
    },
    { body: metadataBody },
  );
  change(
    "PATCH",
    path,
    "Change the metadata of a bundle, or move its bitstreams",
    200,
    async (asked) => {
      await bundles.patch(asked.caller, asked.uuid, () =>
        readPatch(asked.json()),
      );
      return shown(asked, asked.uuid);
    },
    { body: patchBody },
  );
  change(
    "DELETE",
    path,
    "Remove a bundle with its bitstreams",
    200,
    async ({ caller, uuid }) => {
      await bundles.remove(caller, uuid);
      return null;
    },
  );

  for (const [method, status, expected] of [
    ["POST", 201, "none"],
    ["PUT", 200, "one"],
  ] as const)
    change(
      method,
      `${path}/primaryBitstream`,
      expected === "none"
        ? "Say which bitstream is the primary one"
        : "Say that another bitstream is the primary one",
      status,
      async (asked) => {
        await bundles.setPrimary(asked.caller, asked.uuid, expected, () =>
          bitstreamIn(asked),
        );
        return shown(asked, asked.uuid);
      },
      { body: uriListBody },
    );
  change(
    "DELETE",
    `${path}/primaryBitstream`,
    "Say that no bitstream is the primary one",
    200,
    async ({ caller, uuid }) => {
      await bundles.clearPrimary(caller, uuid);
      return null;
    },
  );

  notOffered("/core/bundles");
}

/** The one bitstream that is named. @throws AppError request.impossible */
function bitstreamIn(asked: Asked): string {
  const [first, ...more] = asked.uris();
  if (first?.noun === "bitstreams" && more.length === 0) return first.id;
  throw new AppError(
    "request.impossible",
    "The URI of one bitstream is needed.",
  );
}
