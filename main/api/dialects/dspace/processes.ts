import { createHash } from "node:crypto";
import { Transform, type Readable } from "node:stream";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { ProcessFile } from "../../../core/process-files.ts";
import {
  processStatuses,
  type ProcessRecord,
} from "../../../core/process-record.ts";
import type { ProcessSlice } from "../../../core/processes.ts";
import type { OpenUpload } from "../../../core/uploads.ts";
import { AppError } from "../../../domain/errors.ts";
import { readFileForm } from "./file-form.ts";
import type { ResourceList } from "./hal.ts";
import { sliceOf, type Paging } from "./paging.ts";
import { optional, pageOf } from "./resources/resource-context.ts";
import type { Asked, Routes } from "./routes.ts";
import { sendResource } from "./send-hal.ts";

const sorts: Readonly<Record<string, ProcessSlice["sort"]>> = {
  processId: "id",
  scriptName: "script",
  creationTime: "created",
  startTime: "started",
  endTime: "ended",
};
const sortNames = Object.keys(sorts);

/** Scripts and processes: how DSpace of today exports and imports (dspace.md section 18). */
export function addProcesses(routes: Routes): void {
  const { context, one, many, searches, change } = routes;
  const { processes } = context;

  many(
    "/system/scripts",
    "Scripts the caller may start",
    [],
    ({ caller, resources }, paging) => {
      const all = processes.scripts(caller);
      const { skip, limit } = sliceOf(paging);
      return pageOf(
        "scripts",
        { records: all.slice(skip, skip + limit), total: all.length },
        paging,
        resources.script,
      );
    },
  );
  one("/system/scripts/:name", "A script", (asked) =>
    asked.resources.script(
      processes.script(asked.caller, asked.parameter("name")),
    ),
  );
  addStart(routes);

  many(
    "/system/processes",
    "All processes; for administrators",
    sortNames,
    ({ caller, resources }, paging) =>
      pageOf(
        "processes",
        processes.list(
          caller,
          { kind: null, status: null, owner: null },
          partOf(paging),
        ),
        paging,
        resources.process,
      ),
  );
  searches("/system/processes", ["own", "byProperty"]);
  many(
    "/system/processes/search/own",
    "Processes the caller has started",
    sortNames,
    ({ caller, resources }, paging) =>
      pageOf(
        "processes",
        processes.own(caller, partOf(paging)),
        paging,
        resources.process,
      ),
  );
  many(
    "/system/processes/search/byProperty",
    "Processes by script, status and person; for administrators",
    sortNames,
    (asked, paging) => {
      const { caller, resources } = asked;
      context.access.requireAdministrator(caller);
      const script = asked.query("scriptName");
      const kind = script === "export" || script === "import" ? script : null;
      const found =
        script !== null && kind === null
          ? { records: [], total: 0 }
          : processes.list(
              caller,
              {
                kind,
                status: statusOf(asked),
                owner: asked.uuidOf("userId"),
              },
              partOf(paging),
            );
      return pageOf("processes", found, paging, resources.process);
    },
    {
      scriptName: { type: "string" },
      processStatus: { type: "string", enum: processStatuses },
      userId: { type: "string", format: "uuid" },
    },
  );

  one("/system/processes/:id", "A process", (asked) =>
    asked.resources.process(recordOf(asked)),
  );
  change(
    "DELETE",
    "/system/processes/:id",
    "Remove a process that has ended, with its files",
    200,
    async (asked) => {
      await processes.remove(asked.caller, idOf(asked));
      return null;
    },
  );
  one("/system/processes/:id/filetypes", "Types of its files", (asked) =>
    asked.resources.processFiletypes(recordOf(asked)),
  );
  one("/system/processes/:id/output", "What it has said", (asked) =>
    optional(
      processes.output(asked.caller, idOf(asked)),
      asked.resources.processFile,
    ),
  );
  many(
    "/system/processes/:id/files",
    "Files it has made",
    [],
    (asked, paging) => ({
      ...listOf(
        "files",
        processes.files(asked.caller, idOf(asked)),
        paging,
        asked,
      ),
      alias: "bitstreams",
    }),
  );
  many(
    "/system/processes/:id/files/:type",
    "Its files of a type",
    [],
    (asked, paging) => {
      const id = idOf(asked);
      const output = processes.output(asked.caller, id);
      const files = [
        ...processes.files(asked.caller, id),
        ...(output === null ? [] : [output]),
      ].filter(({ type }) => type === asked.parameter("type"));
      return listOf("bitstreams", files, paging, asked);
    },
  );

  function recordOf(asked: Asked): ProcessRecord {
    return processes.get(asked.caller, idOf(asked));
  }

  /** @throws AppError access.unauthenticated, run.not-found */
  function idOf(asked: Asked): number {
    context.access.requireSignedIn(asked.caller);
    const text = asked.parameter("id");
    if (!/^[0-9]{1,15}$/.test(text))
      throw new AppError("run.not-found", "There is no such process.");
    return Number(text);
  }
}

function partOf(paging: Paging): ProcessSlice {
  const { skip, limit, descending } = sliceOf(paging);
  return { sort: sorts[paging.sort ?? ""] ?? "id", descending, skip, limit };
}

function listOf(
  key: string,
  files: readonly ProcessFile[],
  paging: Paging,
  { resources }: Asked,
): ResourceList {
  const { skip, limit } = sliceOf(paging);
  return pageOf(
    key,
    { records: files.slice(skip, skip + limit), total: files.length },
    paging,
    resources.processFile,
  );
}

/** @throws AppError input.invalid */
function statusOf(asked: Asked): ProcessRecord["status"] | null {
  const given = asked.query("processStatus");
  if (given === null) return null;
  const status = processStatuses.find((known) => known === given.toUpperCase());
  if (status === undefined)
    throw new AppError("input.invalid", "There is no such `processStatus`.");
  return status;
}

/** Arguments that are no JSON are as wrong as any others (dspace.md section 18). */
function unreadableArguments(error: unknown): never {
  throw error instanceof AppError && error.code === "request.impossible"
    ? new AppError("input.invalid", error.message)
    : error;
}

/** A file that has come with a form; what nobody asked for has no upload. */
interface TakenFile {
  readonly content: { readonly md5: string };
  readonly upload: OpenUpload | null;
  discard(): void;
}

/** Starting a script: a form whose part `properties` holds the arguments, and for an import the part `file`. */
function addStart(routes: Routes): void {
  const { context, streamed } = routes;
  const { processes } = context;

  async function start(asked: Asked): Promise<ProcessRecord> {
    const { caller, request } = asked;
    const { name } = processes.script(caller, asked.parameter("name"));
    if (
      !/^\s*multipart\/form-data\b/i.test(request.headers["content-type"] ?? "")
    )
      throw new AppError(
        "input.invalid",
        "Arguments are sent as multipart/form-data.",
      );
    const form = await readFileForm(request, (content, fileName) =>
      name === "import" ? take(content, fileName) : passOver(content),
    ).catch(unreadableArguments);
    try {
      return name === "import"
        ? await processes.import(
            caller,
            form.properties,
            form.file?.received.upload == null
              ? null
              : { name: form.file.name, upload: form.file.received.upload },
          )
        : await processes.export(caller, form.properties);
    } catch (error) {
      form.file?.received.discard();
      throw error;
    }
  }

  async function take(content: Readable, name: string): Promise<TakenFile> {
    const upload = await processes.beginUpload();
    const hash = createHash("md5");
    const discard = (): void => {
      void upload.discard();
    };
    try {
      await upload.add(
        name,
        content.pipe(
          new Transform({
            transform(piece: Buffer, _encoding, done) {
              hash.update(piece);
              done(null, piece);
            },
          }),
        ),
      );
    } catch (error) {
      discard();
      throw error;
    }
    return { content: { md5: hash.digest("hex") }, upload, discard };
  }

  async function passOver(content: Readable): Promise<TakenFile> {
    const hash = createHash("md5");
    for await (const piece of content as AsyncIterable<Buffer>)
      hash.update(piece);
    return {
      content: { md5: hash.digest("hex") },
      upload: null,
      discard: () => undefined,
    };
  }

  streamed(
    "POST",
    "/system/scripts/:name/processes",
    "Start a script",
    {
      type: "object",
      required: ["properties"],
      properties: {
        properties: {
          type: "string",
          description: 'JSON: [{"name": "-t", "value": "COLLECTION"}, ...]',
        },
        file: { type: "string", format: "binary" },
      },
    },
    async (request: FastifyRequest, reply: FastifyReply) => {
      const asked = await routes.asked(request);
      const record = await start(asked);
      const resource = asked.resources.process(record);
      const { self } = resource.links;
      void reply.code(202);
      if (self !== undefined && "href" in self)
        void reply.header("Location", self.href);
      return sendResource(request, reply, resource);
    },
  );
}
