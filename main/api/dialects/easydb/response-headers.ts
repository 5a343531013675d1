import type { FastifyInstance } from "fastify";

/** What every response carries, those of failures too that come from elsewhere (easydb.md section 1). */
export const versions = {
  "X-Easydb-API-Version": "1",
  "X-Easydb-Base-Schema-Version": "1",
  "X-Easydb-User-Schema-Version": "1",
} as const;

/** Adds to every answer what it carries, and how long it may be kept (easydb.md section 1). */
export function addResponseHeaders(app: FastifyInstance): void {
  app.addHook("onSend", async (request, reply) => {
    reply.headers(versions);
    if (request.method !== "GET" && request.method !== "HEAD") return;
    const { cache_seconds: given } = request.query as Record<string, unknown>;
    const seconds =
      typeof given === "string" && /^[0-9]{1,8}$/.test(given)
        ? Number(given)
        : 0;
    if (seconds > 0 && reply.statusCode < 300) {
      reply
        .header("Cache-Control", `private; max-age=${String(seconds)}`)
        .header("Expires", new Date(Date.now() + seconds * 1000).toUTCString());
    } else {
      reply.header("Cache-Control", "no-cache").header("Pragma", "no-cache");
    }
  });
}
