import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { AppError } from "../../../domain/errors.ts";
import { noteDownload } from "../../note-download.ts";
import { sendFile } from "../../send-file.ts";
import { times } from "../../times.ts";
import type { ApiContext } from "../../api-context.ts";
import { readInteger } from "./integer.ts";
import { jobBody } from "./job-body.ts";
import { keyOwner } from "./key-owner.ts";
import { illegalArgument, notANumber } from "./refusal.ts";
import { described } from "./route-schemas.ts";
import { readStart } from "./start-request.ts";

/** Clients of RSpace ask for a version and behave by it; it is the one whose exports are spoken here. */
const rspaceVersion = "2.25.0";

/** The calls of the dialect (rspace.md sections 2, 4 and 5). @param prefix `/v1` where the one in the address is doubled */
export function addRoutes(
  app: FastifyInstance,
  context: ApiContext,
  prefix: string,
): void {
  const { rspaceExports } = context;
  const base = (request: FastifyRequest) => `${context.origin(request)}/api/v1`;
  const schema = described(prefix !== "");

  const start = async (request: FastifyRequest, reply: FastifyReply) => {
    const account = await keyOwner(context, request);
    const wish = readStart(request);
    const job = await rspaceExports.start(
      account,
      wish,
      context.origin(request),
    );
    return sendJson(reply.code(202), jobBody(job, base(request)));
  };
  const exported = `${prefix}/export/:format/:scope`;
  app.post(exported, schema.start, start);
  app.post(`${exported}/:id`, schema.startOf, start);

  app.get(`${prefix}/jobs/:id`, schema.job, async (request, reply) => {
    const account = await keyOwner(context, request);
    const { id = "" } = request.params as Partial<Record<string, string>>;
    const number = readInteger(id);
    if (number === null) throw notANumber("id", id);
    const job = await rspaceExports.job(account, number);
    return sendJson(reply, jobBody(job, base(request)));
  });

  app.route({
    // Of its own, so that HEAD tells the length of the file.
    method: ["GET", "HEAD"],
    url: `${prefix}/export/:name`,
    handlerTimeout: times.transfer,
    ...schema.archive,
    handler: async (request, reply) => {
      const account = await keyOwner(context, request);
      const { name = "" } = request.params as Partial<Record<string, string>>;
      if (!/^[A-Za-z][\w-]*(?:\.zip)?$/.test(name))
        throw illegalArgument("That cannot be the name of an archive.");
      const archive = rspaceExports.archive(
        account,
        name.endsWith(".zip") ? name : `${name}.zip`,
      );
      return sendFile(request, reply, {
        path: archive.path,
        size: archive.size,
        name: archive.name,
        mimeType: "application/octet-stream",
        tag: archive.sha256,
        lastModified: archive.finishedAt,
        disposition: "attachment",
        explains: true,
        taken: noteDownload(context, request, archive.run, archive.name),
      });
    },
  });

  app.get(`${prefix}/status`, schema.status, async (request, reply) => {
    await keyOwner(context, request);
    return sendJson(reply, { message: "OK", rspaceVersion });
  });

  const methods: Readonly<Record<string, string>> = {
    [`${prefix}/jobs`]: "",
    [`${prefix}/jobs/*`]: "",
    [`${prefix}/jobs/:id`]: "GET, HEAD",
    [`${prefix}/status`]: "GET, HEAD",
    [`${prefix}/status/*`]: "",
    [`${prefix}/export/:name`]: "GET, HEAD",
    [exported]: "POST",
    [`${exported}/:id`]: "POST",
    [`${exported}/:id/*`]: "",
  };
  for (const [url, allowed] of Object.entries(methods))
    for (const method of everyMethod)
      if (!allowed.split(", ").includes(method))
        app.route({
          method,
          url,
          exposeHeadRoute: false,
          schema: { hide: true },
          handler(request, reply) {
            if (allowed === "")
              throw new AppError("route.not-found", "There is nothing here.");
            void reply.header("Allow", allowed);
            throw new AppError(
              "method.not-allowed",
              `${request.method} is not possible here.`,
            );
          },
        });
}

const everyMethod = [
  "GET",
  "HEAD",
  "POST",
  "PUT",
  "PATCH",
  "DELETE",
  "OPTIONS",
] as const;

function sendJson(reply: FastifyReply, body: object): FastifyReply {
  return reply
    .header("Content-Type", "application/json; charset=utf-8")
    .send(JSON.stringify(body));
}
