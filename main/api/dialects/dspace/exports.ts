import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Caller } from "../../../core/access.ts";
import type {
  ExportedKind,
  ObjectExport,
} from "../../../core/object-exports.ts";
import { AppError } from "../../../domain/errors.ts";
import type { ApiContext } from "../../api-context.ts";
import { noteDownload } from "../../note-download.ts";
import { sendFile } from "../../send-file.ts";
import { times } from "../../times.ts";
import {
  jsonDate,
  linkDate,
  readExportDate,
  wallClock,
} from "./export-date.ts";
import { sendDocument } from "./send-hal.ts";

const kinds: Readonly<Record<string, ExportedKind>> = {
  communities: "community",
  collections: "collection",
  items: "item",
};
const plurals: Readonly<Record<ExportedKind, string>> = {
  community: "communities",
  collection: "collections",
  item: "items",
};
const states = {
  "in-progress": "In Progress",
  completed: "completed",
  "not-available": "not available",
} as const;

interface Asked {
  readonly caller: Caller;
  /** Null where the path does not say; the uuid does. */
  readonly kind: ExportedKind | null;
  readonly uuid: string;
  readonly date: string;
}

/** exportToZip of communities, collections and items (dspace.md section 17), under both families of paths. */
export function addExports(app: FastifyInstance, context: ApiContext): void {
  const { objectExports } = context;

  async function asked(request: FastifyRequest): Promise<Asked> {
    const {
      type,
      uuid = "",
      date = "",
    } = request.params as {
      type?: string;
      uuid?: string;
      date?: string;
    };
    const kind = type === undefined ? null : kinds[type];
    if (kind === undefined)
      throw new AppError("route.not-found", "There is nothing here.");
    return {
      caller: await context.callerOf(request),
      kind,
      uuid: uuid.toLowerCase(),
      date,
    };
  }

  /** Address of the exports of an object; links have one form whatever the path was. */
  const baseOf = (request: FastifyRequest, kind: ExportedKind, uuid: string) =>
    `${context.origin(request)}/api/core/${plurals[kind]}/${uuid}/exportToZip`;

  function entry(
    request: FastifyRequest,
    type: string,
    one: ObjectExport,
  ): Record<string, unknown> {
    const base = baseOf(request, one.kind, one.uuid);
    const date = linkDate(one.second);
    return {
      date: jsonDate(one.second),
      state: states[one.state],
      ...(one.size === null ? {} : { size: one.size }),
      type,
      "dso-id": one.uuid,
      _links: {
        ...(one.state === "completed"
          ? { content: { href: `${base}/download/${date}` } }
          : {}),
        self: { href: `${base}/view/${date}` },
      },
    };
  }

  /** The second a date in a path means. @throws AppError input.invalid */
  function secondOf({ caller, kind, uuid, date }: Asked): number {
    const read = readExportDate(date);
    if (read?.kind === "second") return read.second;
    const same =
      read === null
        ? undefined
        : objectExports
            .list(caller, kind, uuid)
            .find(({ second }) => wallClock(second, "local") === read.text);
    if (same === undefined) {
      throw new AppError("input.invalid", "The date cannot be understood.", {
        object: date.slice(0, 100),
      });
    }
    return same.second;
  }

  async function list(request: FastifyRequest, reply: FastifyReply) {
    const { caller, kind, uuid } = await asked(request);
    const all = objectExports.list(caller, kind, uuid);
    const actual = objectExports.kindOf(caller, kind, uuid);
    const base = baseOf(request, actual, uuid);
    return sendDocument(request, reply, {
      type: "exportToZip",
      _links: { create: { href: `${base}/create` }, self: { href: base } },
      _embedded: {
        exportToZip: all.map((one) => entry(request, plurals[actual], one)),
      },
    });
  }

  const create =
    (reuse: boolean) =>
    async (request: FastifyRequest, reply: FastifyReply) => {
      const { caller, kind, uuid } = await asked(request);
      const made = await objectExports.create(caller, kind, uuid, reuse);
      const view = `${baseOf(request, made.kind, uuid)}/view/${linkDate(made.second)}`;
      if (!reuse) void reply.code(202).header("Location", view);
      return sendDocument(request, reply, {
        date: jsonDate(made.second),
        state: states[made.state],
        type: "exportToZip",
        "dso-id": uuid,
        _links: { self: { href: view } },
      });
    };

  async function view(request: FastifyRequest, reply: FastifyReply) {
    const known = await asked(request);
    const { caller, kind, uuid } = known;
    objectExports.kindOf(caller, kind, uuid);
    const one = objectExports.view(caller, kind, uuid, secondOf(known));
    return sendDocument(request, reply, entry(request, "exportToZip", one));
  }

  async function download(request: FastifyRequest, reply: FastifyReply) {
    const known = await asked(request);
    const { caller, kind, uuid } = known;
    objectExports.kindOf(caller, kind, uuid);
    const archive = objectExports.archive(caller, kind, uuid, secondOf(known));
    return sendFile(request, reply, {
      path: archive.path,
      size: archive.size,
      name: archive.name,
      mimeType: "application/zip",
      tag: archive.sha256,
      lastModified: archive.finishedAt,
      explains: true,
      taken: noteDownload(context, request, archive.run, archive.name),
    });
  }

  for (const [family, hide] of [
    ["/core/:type/:uuid/exportToZip", false],
    ["/category/exportToZip/:uuid/exportToZip", true],
  ] as const) {
    const schema = (summary: string) => ({
      summary,
      tags: ["DSpace"],
      hide,
    });
    app.get(family, { schema: schema("Exports of an object") }, list);
    app.route({
      method: ["POST", "PUT"],
      url: `${family}/create`,
      // Nothing a browser sends by itself makes this request somebody's.
      config: { csrf: false },
      schema: schema("Start an export"),
      handler: create(false),
    });
    app.get(
      `${family}/create`,
      {
        exposeHeadRoute: false,
        schema: schema("Start an export, or find the one that is running"),
      },
      create(true),
    );
    app.get(
      `${family}/view/:date`,
      { schema: schema("An export of an object") },
      view,
    );
    app.route({
      method: ["GET", "HEAD"],
      url: `${family}/download/:date`,
      handlerTimeout: times.transfer,
      schema: schema("The archive of an export"),
      handler: download,
    });
  }
}
