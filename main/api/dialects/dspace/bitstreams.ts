import type { FastifyReply, FastifyRequest } from "fastify";
import { sendFile } from "../../send-file.ts";
import { times } from "../../times.ts";
import { sendProcessFile } from "./process-files.ts";
import { optional } from "./resources/resource-context.ts";
import type { Routes } from "./routes.ts";

/** Bitstreams and their bytes (dspace.md section 12). */
export function addBitstreams(routes: Routes): void {
  const { app, context, asked, one, notOffered } = routes;
  const { objects, processes } = context;

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
      if (made !== null) return sendProcessFile(request, reply, made);
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

  notOffered("/core/bitstreams");
}
