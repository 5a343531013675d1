import type { FastifyInstance } from "fastify";
import type { ApiContext } from "../../api-context.ts";
import { noteDownload } from "../../note-download.ts";
import { sendFile } from "../../send-file.ts";
import { askedExport, askedId } from "./asked-export.ts";
import {
  filePathOf,
  orRedirect,
  readOffer,
  redirectToError,
} from "./file-request.ts";
import { mimeTypeOf } from "./mime-type.ts";
import { userRefusal } from "./refusal.ts";

/** Files of finished exports, for their owner and by passkey (easydb.md section 11). */
export function addFiles(
  app: FastifyInstance,
  context: ApiContext,
  prefix: string,
): void {
  const { easydbExports } = context;
  const one = `${prefix}/export/:id(^[0-9]+$)`;
  const schema = (summary: string) => ({
    schema: { summary, tags: ["easydb"] },
  });

  for (const url of [`${one}/file`, `${one}/file/*`])
    app.route({
      // Of its own, so that HEAD tells the length of the file.
      method: ["GET", "HEAD"],
      url,
      ...schema("A file of an export"),
      handler: (request, reply) =>
        orRedirect(request, reply, async () => {
          const { owner, id } = await askedExport(context, request);
          const path = filePathOf(request, /\/file(?:\/|$)/);
          const offer = readOffer(request, path);
          const found = easydbExports.get(owner.id, id);
          if (found.state !== "done")
            throw userRefusal("export_not_done", { id: String(id) });
          const listing = easydbExports.listing(found);
          const file = listing?.find(path) ?? null;
          listing?.close();
          if (file === null)
            throw userRefusal(
              "export_file_not_found",
              { id: String(id), path },
              404,
            );
          return sendFile(request, reply, {
            path: file.at,
            size: file.size,
            name: offer.name,
            mimeType: mimeTypeOf(path),
            tag: `${String(found.run)}-${String(file.size)}`,
            lastModified: file.modified,
            disposition: offer.kind,
            taken: noteDownload(context, request, found.run ?? 0, path),
          });
        }),
    });

  for (const url of [`${one}/download/:passkey`, `${one}/download/:passkey/*`])
    app.route({
      method: ["GET", "HEAD"],
      url,
      ...schema("An archive of an export, by its passkey"),
      handler: (request, reply) =>
        orRedirect(request, reply, async () => {
          const id = askedId(request);
          const { passkey = "" } = request.params as Partial<
            Record<string, string>
          >;
          const found = easydbExports.byPasskey(Number(id), passkey);
          // Somebody has opened an old link: no program would ask for this.
          if (found === null)
            return redirectToError(reply, "export.invalid.passkey");
          const path = filePathOf(request, /\/download\/[^/]*(?:\/|$)/);
          const offer = readOffer(request, path);
          if (found.state !== "done")
            throw userRefusal("export_not_done", { id });
          const archive = easydbExports
            .archives(found)
            .find(({ name }) => name === path);
          if (archive === undefined)
            throw userRefusal("export_file_not_found", { id, path }, 404);
          return sendFile(request, reply, {
            path: archive.path,
            size: archive.size,
            name: offer.name,
            mimeType: mimeTypeOf(path),
            tag: archive.sha256,
            lastModified: null,
            disposition: offer.kind,
            taken: noteDownload(context, request, found.run ?? 0, path, "link"),
          });
        }),
    });
}
