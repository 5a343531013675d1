import type { IncomingMessage } from "node:http";
import Fastify, { type FastifyInstance } from "fastify";
import { AppError, systemErrorCode } from "../domain/errors.ts";
import { answerError, pathOf } from "./answer-error.ts";
import { answerUnreadable } from "./answer-unreadable.ts";
import type { ApiContext, ApiCore } from "./api-context.ts";
import type { Dialect } from "./dialect.ts";
import { dialects } from "./dialects/index.ts";
import { createGuard } from "./guard.ts";
import { createIdentification } from "./identify.ts";
import { leavingOf } from "./leaving.ts";
import { createKnownRoutes } from "./known-routes.ts";
import { sendPage } from "./page.ts";
import { plain } from "./plain.ts";
import { addReference } from "./reference.ts";
import { largestBody, takeAnyBody } from "./request-body.ts";
import { times } from "./times.ts";

export interface ServerOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly publicUrl: string | null;
  readonly allowedOrigins: readonly string[];
  /** Folder of the built page. */
  readonly page: string;
  readonly version: string;
}

export type Server = Awaited<ReturnType<typeof createServer>>;

/** Bytes a request may have before its body: 2000 ids may be named in an address (rspace.md section 2). */
const longestHead = 80 * 1024;

/** The local API with all its dialects, and the window for browsers. */
export async function createServer(core: ApiCore, options: ServerOptions) {
  const { logger } = core;
  const app = Fastify({
    logger: false,
    bodyLimit: largestBody,
    connectionTimeout: times.idle,
    keepAliveTimeout: times.keepAlive,
    requestTimeout: times.transfer,
    handlerTimeout: times.answer,
    http: { headersTimeout: times.head, maxHeaderSize: longestHead },
    forceCloseConnections: "idle",
    return503OnClosing: true,
    routerOptions: {
      ignoreTrailingSlash: true,
      ignoreDuplicateSlashes: true,
      maxParamLength: 500,
    },
    clientErrorHandler: (error, socket) => {
      answerUnreadable(error, socket, dialectOf);
    },
    frameworkErrors: (error, request, reply) => {
      answerError(error, request, reply, dialectOf(request.url), logger);
    },
  }) satisfies FastifyInstance;
  let port = 0;
  const guard = createGuard({ ...options, port: () => port });
  const context: ApiContext = {
    ...core,
    ...createIdentification(core),
    origin: guard.origin,
  };
  const known = createKnownRoutes(app);
  // Routes say what they take for the reference; what arrives is checked by commands and dialects.
  app.setValidatorCompiler(() => () => true);
  app.setSerializerCompiler(() => JSON.stringify);
  takeAnyBody(app);

  app.addHook("onRequest", (request, reply, done) => {
    reply
      .header("Cache-Control", "no-store")
      .header(
        "Content-Security-Policy",
        "default-src 'none'; frame-ancestors 'none'",
      )
      .header("Referrer-Policy", "no-referrer")
      .header("X-Content-Type-Options", "nosniff");
    guard.admit(request, reply);
    if (guard.answerPreflight(request, reply)) return;
    if (request.routeOptions.config.longBody !== true) limitBody(request.raw);
    done();
  });
  // After the body has come: its events belong to the connection, not to the request.
  app.addHook("preValidation", (request, reply, done) => {
    const door = dialectOf(request.url).id;
    core.actors.during(
      { door, account: null, leaving: leavingOf(reply.raw) },
      done,
    );
  });
  app.addHook("onResponse", (request, reply, done) => {
    logger.info(
      {
        method: request.method,
        path: pathOf(request),
        status: reply.statusCode,
        milliseconds: Math.round(reply.elapsedTime),
        address: request.ip,
      },
      "request",
    );
    done();
  });
  app.setErrorHandler((error, request, reply) =>
    answerError(error, request, reply, dialectOf(request.url), logger),
  );
  app.setNotFoundHandler(async (request, reply) => {
    const methods = known.methodsOf(pathOf(request));
    if (methods !== null) void reply.header("Allow", methods.join(", "));
    if (methods !== null && request.method === "OPTIONS")
      return reply.code(204).send();
    if (
      methods === null &&
      dialectOf(request.url) === plain &&
      (await sendPage(request, reply, options.page))
    )
      return reply;
    throw methods !== null
      ? new AppError(
          "method.not-allowed",
          `${request.method} is not possible here.`,
        )
      : new AppError("route.not-found", "There is nothing here.");
  });

  await addReference(app, options.version);
  for (const dialect of dialects) {
    await app.register(
      (scope, _options, done) => {
        dialect.routes(scope, context);
        done();
      },
      { prefix: dialect.prefix },
    );
  }

  return {
    /**
     * Begins to answer.
     * @returns the address: `http://127.0.0.1:8460`
     * @throws AppError port.unusable
     */
    async listen(): Promise<string> {
      try {
        await app.listen({ host: options.host, port: options.port });
      } catch (error) {
        throw portError(error, options);
      }
      port = portOf(app);
      const { host } = options;
      return `http://${host.includes(":") ? `[${host}]` : host}:${String(port)}`;
    },
    /** Answers what has been asked, but not for long, and stops. */
    async close(): Promise<void> {
      const timer = setTimeout(() => {
        app.server.closeAllConnections();
      }, times.farewell);
      try {
        await app.close();
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

/** A body that comes drop by drop must not hold a connection for hours. */
function limitBody(request: IncomingMessage): void {
  if (request.complete || request.method === "GET") return;
  const timer = setTimeout(() => {
    if (!request.complete) request.destroy();
  }, times.body);
  timer.unref();
  const clear = (): void => {
    clearTimeout(timer);
  };
  request.once("end", clear).once("close", clear);
}

/** The dialect whose prefix is the longest that fits; of two with the same the one that claims the path. */
function dialectOf(url: string): Dialect {
  const [path = "/"] = url.split("?", 1);
  let found: Dialect = plain;
  for (const dialect of dialects) {
    const { prefix, paths } = dialect;
    const fits = path === prefix || path.startsWith(`${prefix}/`);
    if (!fits || paths?.test(path) === false) continue;
    const closer = prefix.length - found.prefix.length;
    if (closer > 0 || (closer === 0 && paths !== undefined)) found = dialect;
  }
  return found;
}

function portOf(app: Pick<FastifyInstance, "server">): number {
  const address = app.server.address();
  return address === null || typeof address === "string" ? 0 : address.port;
}

function portError(error: unknown, { host, port }: ServerOptions): unknown {
  const object = `${host}:${String(port)}`;
  switch (systemErrorCode(error)) {
    case "EADDRINUSE":
      return new AppError(
        "port.unusable",
        `The port ${String(port)} of ${host} is taken by another program.`,
        {
          object,
          remedy: "Choose another one with --port, or 0 for any free one.",
          cause: error,
        },
      );
    case "EACCES":
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return new AppError(
        "port.unusable",
        `The port ${String(port)} of ${host} cannot be used.`,
        {
          object,
          remedy: "Choose another --port (above 1024) or --host.",
          cause: error,
        },
      );
    default:
      return error;
  }
}
