import type { FastifyReply, FastifyRequest } from "fastify";
import { readPageFile } from "../page/page-file.ts";
import { pathOf } from "./answer-error.ts";

/**
 * Serves the window to browsers: a file of the built page, with the same protection as in the desktop application.
 * @returns false when the page has no such file
 */
export async function sendPage(
  request: FastifyRequest,
  reply: FastifyReply,
  folder: string,
): Promise<boolean> {
  if (request.method !== "GET" && request.method !== "HEAD") return false;
  const path = pathOf(request);
  const file = await readPageFile(path === "/" ? "/index.html" : path, folder);
  if (file === null) return false;
  for (const [name, value] of Object.entries(file.headers))
    void reply.header(name, value);
  // Names below assets/ change with the content.
  void reply.header(
    "Cache-Control",
    path.startsWith("/assets/")
      ? "public, max-age=31536000, immutable"
      : "no-cache",
  );
  void reply
    .code(200)
    .send(typeof file.body === "string" ? file.body : Buffer.from(file.body));
  return true;
}
