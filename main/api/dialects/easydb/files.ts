import type { FastifyInstance } from "fastify";
import type { ApiContext } from "../../api-context.ts";
import { noteDownload } from "../../note-download.ts";
import { sendFile } from "../../send-file.ts";
import { askedExport } from "./asked-export.ts";
import {
  filePathOf,
  orRedirect,
  readOffer,
  redirectToError,
} from "./file-request.ts";
import { userRefusal } from "./refusal.ts";

const types: Readonly<Record<string, string>> = {
  csv: "text/csv",
  gif: "image/gif",
  html: "text/html",
  jpeg: "image/jpeg",
  jpg: "image/jpeg",
  json: "application/json",
  pdf: "application/pdf",
  png: "image/png",
  svg: "image/svg+xml",
  tif: "image/tiff",
  tiff: "image/tiff",
  txt: "text/plain",
  xml: "application/xml",
};

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
          for await (const file of easydbExports.files(found))
            if (file.path === path)
              return sendFile(request, reply, {
                path: file.at,
                size: file.size,
                name: offer.name,
                mimeType:
                  types[path.split(".").at(-1)?.toLowerCase() ?? ""] ??
                  "application/octet-stream",
                tag: `${String(found.run)}-${String(file.size)}`,
                lastModified: file.modified,
                disposition: offer.kind,
                taken: noteDownload(context, request, found.run ?? 0, path),
              });
          throw userRefusal(
            "export_file_not_found",
            { id: String(id), path },
            404,
          );
        }),
    });

  app.get(
    `${one}/download/:passkey/*`,
    schema("An archive of an export, by its passkey"),
    (request, reply) =>
      orRedirect(request, reply, async () => {
        const { id = "", passkey = "" } = request.params as Partial<
          Record<string, string>
        >;
        const found = easydbExports.byPasskey(Number(id), passkey);
        // Somebody has opened an old link: no program would ask for this.
        if (found === null)
          return redirectToError(reply, "export.invalid.passkey");
        const path = filePathOf(request, /\/download\/[^/]*\//);
        readOffer(request, path);
        if (found.state !== "done")
          throw userRefusal("export_not_done", { id });
        throw userRefusal("export_file_not_found", { id, path }, 404);
      }),
  );
}
