import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Caller } from "../../../core/access.ts";
import { AppError } from "../../../domain/errors.ts";
import { pathOf } from "../../answer-error.ts";
import type { ApiContext } from "../../api-context.ts";
import { jsonOf, textOf } from "../../request-body.ts";
import { times } from "../../times.ts";
import { readUriList, type UriTarget } from "./bodies.ts";
import type { Resource, ResourceList } from "./hal.ts";
import { readPaging, type Paging } from "./paging.ts";
import { createResources } from "./resources/index.ts";
import type { Resources } from "./resources/resource-context.ts";
import { sendDocument, sendList, sendResource } from "./send-hal.ts";
import { textsOf } from "./texts-of.ts";

/** A request as handlers see it. */
export interface Asked {
  readonly caller: Caller;
  readonly resources: Resources;
  /** The `:uuid` of the path in lower case; empty where the path has none. */
  readonly uuid: string;
  /** A parameter of the path; empty where the path has none of that name. */
  parameter(name: string): string;
  /** A parameter of the query, put together as Spring does where it is given more than once; null where it is absent or empty. */
  query(name: string): string | null;
  /**
   * A uuid in the query, in lower case; null where it is absent or empty.
   * @throws AppError input.invalid
   */
  uuidOf(name: string): string | null;
  /**
   * A parameter of the query that must be there.
   * @throws AppError input.invalid
   */
  needed(name: string): string;
  /** The same for a uuid, in lower case. @throws AppError input.invalid */
  neededUuid(name: string): string;
  /**
   * The number in the path; of a thing that has no uuid.
   * @throws AppError object.not-found
   */
  id(): number;
  /**
   * The JSON body; undefined when it is empty. Read it after the object and the rights have been looked at: errors are
   * told in that order (dspace.md section 4).
   * @throws AppError input.invalid, media-type.unsupported
   */
  json(): unknown;
  /**
   * The lines of a text/uri-list; at least one. Read it as late as {@link json}.
   * @throws AppError request.impossible, media-type.unsupported
   */
  uris(): readonly UriTarget[];
  readonly request: FastifyRequest;
}

export type Routes = ReturnType<typeof createRoutes>;

type Method = "POST" | "PUT" | "PATCH" | "DELETE";

/** The ways in which this dialect answers, so that a route says only what is its own. */
export function createRoutes(app: FastifyInstance, context: ApiContext) {
  async function asked(request: FastifyRequest): Promise<Asked> {
    const caller = await context.callerOf(request);
    const parameter = (name: string): string =>
      (request.params as Partial<Record<string, string>>)[name] ?? "";
    const query = (name: string): string | null => {
      const text = textsOf((request.query as Record<string, unknown>)[name]);
      return text.length > 0 && text.some((one) => one !== "")
        ? text.join(",")
        : null;
    };
    const uuidOf = (name: string): string | null => {
      const value = (request.query as Record<string, unknown>)[name];
      if (value === undefined || value === "") return null;
      if (typeof value !== "string" || !uuidForm.test(value))
        throw new AppError("input.invalid", `\`${name}\` is no uuid.`);
      return value.toLowerCase();
    };
    return {
      caller,
      resources: createResources(
        context,
        caller,
        `${context.origin(request)}/api`,
      ),
      uuid: parameter("uuid").toLowerCase(),
      parameter,
      query,
      uuidOf,
      needed: (name) => present(name, query(name)),
      neededUuid: (name) => present(name, uuidOf(name)),
      id() {
        const text = parameter("id");
        if (!/^[0-9]{1,15}$/.test(text))
          throw new AppError("object.not-found", `There is nothing ${text}.`);
        return Number(text);
      },
      json() {
        const type = request.headers["content-type"];
        if (type !== undefined && !jsonTypes.test(type)) {
          throw new AppError(
            "media-type.unsupported",
            "A body of this media type is not understood here.",
            { remedy: "Send JSON as application/json." },
          );
        }
        return jsonOf(request);
      },
      uris() {
        if (!uriTypes.test(request.headers["content-type"] ?? ""))
          throw new AppError(
            "media-type.unsupported",
            "Links are sent as text/uri-list.",
          );
        return readUriList(textOf(request));
      },
      request,
    };
  }

  /** A route whose body is a stream of which nothing has been read; `form` describes it for the reference. */
  function streamed(
    method: "POST" | "PUT",
    path: string,
    summary: string,
    form: object,
    handler: (
      request: FastifyRequest,
      reply: FastifyReply,
    ) => Promise<FastifyReply>,
  ): void {
    void app.register((scope, _options, done) => {
      scope.removeAllContentTypeParsers();
      scope.addContentTypeParser("*", (_request, body, parsed) => {
        parsed(null, body);
      });
      scope.route({
        method,
        url: path,
        bodyLimit: Number.MAX_SAFE_INTEGER,
        config: { longBody: true },
        handlerTimeout: times.transfer,
        schema: {
          summary,
          tags: ["DSpace"],
          consumes: ["multipart/form-data"],
          body: form,
        },
        handler,
      });
      done();
    });
  }

  return {
    app,
    context,
    asked,
    /** A route that answers with one thing, or 204 where there is none. */
    one(
      path: string,
      summary: string,
      find: (asked: Asked) => Resource | null | Promise<Resource | null>,
      parameters: Readonly<Record<string, object>> = {},
    ): void {
      app.get(
        path,
        {
          schema: {
            summary,
            tags: ["DSpace"],
            querystring: {
              type: "object",
              properties: { ...parameters, ...embedQuery },
            },
          },
        },
        async (request, reply) =>
          sendResource(request, reply, await find(await asked(request))),
      );
    },
    /**
     * A route that answers with a page of a list.
     * @param parameters JSON schemas of what it takes besides the usual ones, for the reference
     */
    many(
      path: string,
      summary: string,
      sorts: readonly string[],
      find: (
        asked: Asked,
        paging: Paging,
      ) => ResourceList | Promise<ResourceList>,
      parameters: Readonly<Record<string, object>> = {},
    ): void {
      app.get(
        path,
        {
          schema: {
            summary,
            tags: ["DSpace"],
            querystring: {
              type: "object",
              properties: { ...parameters, ...pageQuery.properties },
            },
          },
        },
        async (request, reply) => {
          const known = await asked(request);
          const paging = readPaging(
            request.query as Record<string, unknown>,
            context.origin(request) + pathOf(request).replace(/\/$/, ""),
            known.caller.administrator,
            sorts,
          );
          return sendList(request, reply, await find(known, paging));
        },
      );
    },
    /** The names of a list's search methods. */
    searches(path: string, names: readonly string[]): void {
      app.get(
        `${path}/search`,
        { schema: { summary: "Search methods", tags: ["DSpace"] } },
        (request, reply) => {
          const self = `${context.origin(request)}/api${path}/search`;
          return sendDocument(request, reply, {
            _links: {
              self: { href: self },
              ...Object.fromEntries(
                names.map((name) => [name, { href: `${self}/${name}` }]),
              ),
            },
          });
        },
      );
    },
    /**
     * A route that changes something: it answers with the given status and what it is told to send, or 204 where that
     * is null.
     * @param takes JSON schemas of the body and the query, for the reference
     */
    change(
      method: Method,
      path: string,
      summary: string,
      status: 200 | 201,
      act: (asked: Asked) => Promise<Resource | null> | Resource | null,
      takes: { readonly body?: object; readonly querystring?: object } = {},
    ): void {
      app.route({
        method,
        url: path,
        schema: { summary, tags: ["DSpace"], ...takes },
        handler: async (request: FastifyRequest, reply: FastifyReply) => {
          const resource = await act(await asked(request));
          void reply.code(status);
          return sendResource(request, reply, resource);
        },
      });
    },
    /**
     * A route that takes a file: the body is a stream, nothing of it read before `act` does; see `readFileForm`. It
     * answers with 201 and what was made.
     */
    upload(
      method: "POST" | "PUT",
      path: string,
      summary: string,
      act: (asked: Asked) => Promise<Resource>,
    ): void {
      streamed(method, path, summary, fileForm, async (request, reply) => {
        const resource = await act(await asked(request));
        void reply.code(201);
        return sendResource(request, reply, resource);
      });
    },
    streamed,
    /** A list that is not offered (dspace.md section 12), told apart from a path that does not exist. */
    notOffered(
      path: string,
      methods: string[] = ["GET", "POST", "PUT", "DELETE"],
    ): void {
      app.route({
        method: methods,
        url: path,
        schema: { hide: true },
        config: { offered: false },
        handler(_request, reply) {
          reply.callNotFound();
        },
      });
    },
  };
}

/** @throws AppError input.invalid */
function present(name: string, value: string | null): string {
  if (value !== null) return value;
  throw new AppError("input.invalid", `\`${name}\` is missing.`, {
    object: name,
  });
}

const uuidForm =
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

const jsonTypes = /^\s*application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i;

const uriTypes = /^\s*text\/(?:uri-list|plain)\s*(?:;|$)/i;

const fileForm = {
  type: "object",
  required: ["file"],
  properties: {
    file: { type: "string", format: "binary" },
    properties: {
      type: "string",
      description: "JSON: name, metadata, sizeBytes, checkSum",
    },
  },
} as const;

const embedQuery = {
  embed: { type: "string", description: "relations, divided by commas" },
  projection: { type: "string", enum: ["default", "full"] },
} as const;

const pageQuery = {
  type: "object",
  properties: {
    page: { type: "integer", minimum: 0, default: 0 },
    size: { type: "integer", minimum: 1, default: 20 },
    sort: { type: "string", description: "field,asc or field,desc" },
    ...embedQuery,
  },
} as const;
