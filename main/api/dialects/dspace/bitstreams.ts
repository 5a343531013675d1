import type { FastifyReply, FastifyRequest } from "fastify";
import { sendFile } from "../../send-file.ts";
import { times } from "../../times.ts";
import { sendProcessFile } from "./process-files.ts";
import { AppError } from "../../../domain/errors.ts";
import type { PatchOperation } from "../../../domain/metadata-patch.ts";
import { patchBody, readPatch } from "./bodies.ts";
import { readFileForm } from "./file-form.ts";
import { readNewBitstream } from "./new-bitstream.ts";
import { optional } from "./resources/resource-context.ts";
import type { Asked, Routes } from "./routes.ts";

/** Bitstreams and their bytes (dspace.md section 12). */
export function addBitstreams(routes: Routes): void {
  const { app, context, asked, one, searches, change, upload, notOffered } =
    routes;
  const { objects, bitstreams, registries, processes } = context;
  const shown = ({ caller, resources }: Asked, uuid: string) =>
    resources.bitstream(objects.get(caller, "bitstream", uuid));

  searches("/core/bitstreams", ["byItemHandle"]);
  one(
    "/core/bitstreams/search/byItemHandle",
    "A bitstream of an item, by its number or name",
    (found) => {
      const uuid = bitstreams.byItemHandle(
        found.needed("handle"),
        whichOfItem(found),
      );
      return uuid === null ? null : shown(found, uuid);
    },
    {
      handle: { type: "string", example: "123456789/12" },
      sequence: { type: "integer" },
      filename: { type: "string" },
    },
  );
  one(
    "/core/bitstreams/:uuid/format",
    "The format of a bitstream",
    ({ caller, resources, uuid }) =>
      optional(
        registries.formatOfBitstream(objects.get(caller, "bitstream", uuid).id),
        resources.format,
      ),
  );
  one(
    "/core/bitstreams/:uuid/accessStatus",
    "What everybody can do with a bitstream",
    ({ caller, resources, uuid }) =>
      resources.bitstreamAccess(objects.get(caller, "bitstream", uuid)),
  );
  one(
    "/core/bitstreams/:uuid",
    "A bitstream, or a file of a process",
    ({ caller, resources, uuid }) =>
      optional(processes.fileOf(caller, uuid), resources.processFile) ??
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
      const made = processes.fileOf(caller, uuid);
      if (made !== null) return sendProcessFile(request, reply, made, context);
      const bitstream = objects.get(caller, "bitstream", uuid);
      return sendFile(request, reply, {
        path: objects.fileOf(bitstream),
        size: bitstream.size,
        name: bitstream.name,
        mimeType: bitstream.mimeType,
        tag: bitstream.md5,
        lastModified: bitstream.lastModified,
        explains: true,
      });
    },
  });

  upload(
    "POST",
    "/core/bundles/:uuid/bitstreams",
    "Add a file to a bundle",
    async (sent) =>
      shown(
        sent,
        await bitstreams.create(sent.caller, sent.uuid, async () =>
          readNewBitstream(await readFileForm(sent.request, context.receive)),
        ),
      ),
  );
  change(
    "PATCH",
    "/core/bitstreams/:uuid",
    "Change the metadata of a bitstream",
    200,
    async (sent) => {
      await bitstreams.patch(sent.caller, sent.uuid, () =>
        readPatch(sent.json()),
      );
      return shown(sent, sent.uuid);
    },
    { body: patchBody },
  );
  change(
    "DELETE",
    "/core/bitstreams/:uuid",
    "Remove a bitstream; a logo too",
    200,
    async ({ caller, uuid }) => {
      await bitstreams.remove(caller, uuid);
      return null;
    },
  );
  change(
    "PATCH",
    "/core/bitstreams",
    "Remove several bitstreams, or none",
    200,
    async (sent) => {
      await bitstreams.removeMany(sent.caller, () =>
        readPatch(sent.json()).map(bitstreamToRemove),
      );
      return null;
    },
    { body: patchBody },
  );
  notOffered("/core/bitstreams");
}

/** @throws AppError input.invalid */
function whichOfItem({ query }: Asked) {
  const sequence = query("sequence");
  const name = query("filename");
  if (sequence !== null && /^[0-9]{1,9}$/.test(sequence))
    return { sequence: Number(sequence) };
  if (sequence === null && name !== null) return { name };
  throw new AppError(
    "input.invalid",
    "Say which one by `sequence`, a whole number, or by `filename`.",
  );
}

/** @throws AppError request.impossible */
function bitstreamToRemove({ op, path }: PatchOperation): string {
  const uuid = /^\/bitstreams\/([0-9a-f-]{36})$/i.exec(path)?.[1];
  if (op === "remove" && uuid !== undefined) return uuid.toLowerCase();
  throw new AppError(
    "request.impossible",
    "Bitstreams are removed as `/bitstreams/<uuid>`.",
    { object: path },
  );
}
