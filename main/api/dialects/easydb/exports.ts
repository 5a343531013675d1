import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { AccountView } from "../../../core/accounts.ts";
import type { EasydbExport } from "../../../core/easydb-export.ts";
import { AppError } from "../../../domain/errors.ts";
import type { ApiContext } from "../../api-context.ts";
import { formOf, textOf } from "../../request-body.ts";
import { askedExport } from "./asked-export.ts";
import { signedInAccount } from "./asked.ts";
import { bodyOf, readExport } from "./export-body.ts";
import { eventsOf, exportObject, listedExport } from "./export-object.ts";
import { readListQuery } from "./list-query.ts";
import { apiRefusal, userRefusal } from "./refusal.ts";
import { sendLongObject, sendObject } from "./send-object.ts";

/** A list shows at most so many at a time. */
const mostListed = 1000;

/** Exports: list, make, change, remove, start, stop (easydb.md sections 8 to 10). Everybody sees only their own. */
export function addExports(
  app: FastifyInstance,
  context: ApiContext,
  prefix: string,
): void {
  const { easydbExports } = context;
  const schema = (summary: string) => ({
    schema: { summary, tags: ["easydb"] },
  });
  const one = `${prefix}/export/:id(^[0-9]+$)`;
  const around = (request: FastifyRequest) => ({
    instance: context.site.uuid,
    origin: context.origin(request),
    fieldNames: easydbExports.fieldNames,
  });

  async function* filesOf(found: EasydbExport): AsyncGenerator<object> {
    const listing = easydbExports.listing(found);
    try {
      for await (const { path, size, label } of listing?.files() ?? [])
        yield { path, size, ...label };
    } finally {
      listing?.close();
    }
  }

  function send(
    reply: FastifyReply,
    found: EasydbExport,
    owner: AccountView,
  ): FastifyReply {
    return sendLongObject(
      reply,
      exportObject(found, {
        deliveries: easydbExports.deliveries(found),
        archives: easydbExports.archives(found),
      }),
      {
        _files: () => filesOf(found),
        _log: () =>
          eventsOf(found, owner.email, easydbExports.history(found.definition)),
      },
    );
  }

  app.get(
    `${prefix}/export`,
    schema("The exports of whoever asks"),
    async (request, reply) => {
      const owner = await signedInAccount(context, request);
      const { limit, offset, matches } = readListQuery(request);
      const objects: object[] = [];
      let count = 0;
      for (const found of easydbExports.list(owner.id)) {
        if (!matches(found)) continue;
        count++;
        if (
          count > offset &&
          objects.length < Math.min(limit ?? mostListed, mostListed)
        )
          objects.push(listedExport(found));
      }
      return sendObject(reply, { limit, offset, count, objects });
    },
  );

  app.put(
    `${prefix}/export`,
    schema("Make an export"),
    async (request, reply) => {
      const owner = await signedInAccount(context, request);
      const draft = readExport(
        bodyOf(request),
        null,
        easydbExports.vocabulary(owner.id),
        around(request),
      );
      return send(
        reply,
        await refusingSearches(easydbExports.create(owner.id, draft)),
        owner,
      );
    },
  );

  app.get(one, schema("An export"), async (request, reply) => {
    const { owner, id } = await askedExport(context, request);
    return send(reply, easydbExports.get(owner.id, id), owner);
  });

  app.post(one, schema("Change an export"), async (request, reply) => {
    const { owner, id } = await askedExport(context, request);
    const body = bodyOf(request);
    return send(
      reply,
      await refusingSearches(
        easydbExports.change(owner.id, id, (before) =>
          readExport(
            body,
            before,
            easydbExports.vocabulary(owner.id),
            around(request),
          ),
        ),
      ),
      owner,
    );
  });

  app.delete(one, schema("Remove an export"), async (request, reply) => {
    const { owner, id } = await askedExport(context, request, "declared-form");
    await easydbExports.remove(owner.id, id);
    return sendObject(reply, {});
  });

  app.post(
    `${one}/start`,
    schema("Start an export"),
    async (request, reply) => {
      const { owner, id } = await askedExport(
        context,
        request,
        "declared-form",
      );
      requireEmpty(request);
      return send(
        reply,
        await refusingSearches(easydbExports.start(owner.id, id)),
        owner,
      );
    },
  );

  app.post(`${one}/stop`, schema("Stop an export"), async (request, reply) => {
    const { owner, id } = await askedExport(context, request, "declared-form");
    requireEmpty(request);
    return send(
      reply,
      await easydbExports.stop(owner.id, id).catch((error: unknown) => {
        throw error instanceof AppError && error.code === "run.not-running"
          ? userRefusal("export_not_running", { id: String(id) }, 404)
          : error;
      }),
      owner,
    );
  });
}

/** What a form may hold where there is nothing to say: what else stands in the query. */
const everywhere: readonly string[] = ["token", "pretty", "cache_seconds"];

/** @throws EasydbRefusal error.api.invalid_content */
function requireEmpty(request: FastifyRequest): void {
  if (/^\s*(?:\{\s*\})?\s*$/.test(textOf(request))) return;
  const names = [...formOf(request).keys()];
  if (names.length === 0 || !names.every((name) => everywhere.includes(name)))
    throw apiRefusal("invalid_content", "The body has to be empty.");
}

/** What a search names and does not exist makes the search wrong, not the export unknown. */
async function refusingSearches<Result>(
  work: Promise<Result>,
): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    if (
      error instanceof AppError &&
      error.code.endsWith(".not-found") &&
      error.code !== "definition.not-found"
    )
      throw apiRefusal("invalid_value", `\`export.search\`: ${error.message}`);
    throw error;
  }
}
