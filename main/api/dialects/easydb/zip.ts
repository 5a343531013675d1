import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { ApiContext } from "../../api-context.ts";
import { pathOf } from "../../answer-error.ts";
import { noteDownload } from "../../note-download.ts";
import { pumpStream } from "../../pump-stream.ts";
import { disposition } from "../../send-file.ts";
import { askedExport } from "./asked-export.ts";
import { filePathOf, orRedirect, readOffer } from "./file-request.ts";
import { userRefusal } from "./refusal.ts";

const marker = /\/zip(?:\/|$)/;

/** Any part of a finished export as a ZIP that is made while it is sent (easydb.md section 11). */
export function addZip(
  app: FastifyInstance,
  context: ApiContext,
  prefix: string,
): void {
  const one = `${prefix}/export/:id(^[0-9]+$)`;
  for (const url of [`${one}/zip`, `${one}/zip/*`])
    app.route({
      method: ["GET", "HEAD"],
      url,
      schema: { summary: "Files of an export, zipped", tags: ["easydb"] },
      handler: (request, reply) =>
        orRedirect(request, reply, () => sendZip(context, request, reply)),
    });
}

async function sendZip(
  context: ApiContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { easydbExports } = context;
  const { owner, id } = await askedExport(context, request);
  const path = /\/zip\/?$/.test(pathOf(request))
    ? null
    : filePathOf(request, marker);
  const found = easydbExports.get(owner.id, id);
  const leaf = path?.split("/").at(-1);
  const offer = readOffer(
    request,
    `${`${found.name}${leaf === undefined ? "" : `-${leaf}`}`.replace(/[/\\]/g, "_")}.zip`,
  );
  if (found.state !== "done")
    throw userRefusal("export_not_done", { id: String(id) });
  const listing = easydbExports.listing(found);
  try {
    const single = path === null ? null : (listing?.find(path) ?? null);
    if (path !== null && single === null && listing?.hasFolder(path) !== true)
      throw userRefusal("export_file_not_found", { id: String(id), path }, 404);
    reply
      .header("Content-Type", "application/zip")
      .header("X-Content-Type-Options", "nosniff");
    if (offer.kind !== null)
      reply.header("Content-Disposition", disposition(offer.kind, offer.name));
    if (request.method === "HEAD") void reply.send();
    else {
      noteDownload(context, request, found.run ?? 0, `zip/${path ?? ""}`)();
      await pumpStream(reply, (send) =>
        easydbExports.zip(async function* () {
          if (single !== null) yield single;
          else if (listing !== null) yield* listing.files(path);
        }, send),
      );
    }
  } finally {
    listing?.close();
  }
  return reply;
}
