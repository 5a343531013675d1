import type { FastifyInstance } from "fastify";
import { AppError } from "../domain/errors.ts";
import { readPageFile } from "../page/page-file.ts";
import { pathOf } from "./answer-error.ts";

/** Serves the window to browsers: the built page, with the same protection as in the desktop application. */
export function addPage(app: FastifyInstance, folder: string): void {
  app.route({
    method: ["GET", "HEAD"],
    url: "/*",
    schema: { hide: true },
    async handler(request, reply) {
      const path = pathOf(request);
      const file = await readPageFile(
        path === "/" ? "/index.html" : path,
        folder,
      );
      if (file === null)
        throw new AppError("route.not-found", "There is nothing here.");
      for (const [name, value] of Object.entries(file.headers))
        void reply.header(name, value);
      // Names below assets/ change with the content.
      void reply.header(
        "Cache-Control",
        path.startsWith("/assets/")
          ? "public, max-age=31536000, immutable"
          : "no-cache",
      );
      return reply.send(
        typeof file.body === "string" ? file.body : Buffer.from(file.body),
      );
    },
  });
}
