import { isIP } from "node:net";
import { networkInterfaces } from "node:os";
import type { FastifyReply, FastifyRequest } from "fastify";
import { AppError } from "../domain/errors.ts";

export interface GuardOptions {
  /** Address the server listens on. */
  readonly host: string;
  /** Port it listens on; known once it listens. */
  port(): number;
  /** Address by which the server is known outside (behind a proxy); null: none. */
  readonly publicUrl: string | null;
  /** Origins of other pages that may ask: `https://example.org`. */
  readonly allowedOrigins: readonly string[];
}

/** Headers a page of an allowed origin may read and send. */
const exposed =
  "Authorization, DSPACE-XSRF-TOKEN, Location, WWW-Authenticate, Content-Disposition, ETag, Content-Range, Retry-After";
const accepted =
  "Authorization, Content-Type, X-XSRF-TOKEN, X-On-Behalf-Of, apiKey, Range, If-None-Match, If-Range";

export type Guard = ReturnType<typeof createGuard>;

/**
 * Lets only those in who ask for this server by its own name, and from its own pages. A page of a stranger whose name
 * was made to lead here (DNS rebinding) brings that name as Host; a page that asks across brings its Origin.
 */
export function createGuard(options: GuardOptions) {
  const publicUrl =
    options.publicUrl === null ? null : new URL(options.publicUrl);

  function isOwnName(name: string): boolean {
    if (name === "localhost" || isLoopback(name)) return true;
    if (name === options.host.toLowerCase()) return true;
    // Bound to every address: each of them is this server's own.
    if (options.host !== "0.0.0.0" && options.host !== "::") return false;
    return Object.values(networkInterfaces()).some((addresses) =>
      addresses?.some(({ address }) => address === name),
    );
  }

  function isOwnHost(header: string | undefined): boolean {
    const parsed = parseHost(header);
    if (parsed === null) return false;
    if (
      publicUrl !== null &&
      header?.toLowerCase() === publicUrl.host.toLowerCase()
    )
      return true;
    return parsed.port === options.port() && isOwnName(parsed.name);
  }

  /** @throws AppError host.refused, origin.refused */
  function check(request: FastifyRequest): { crossOrigin: string | null } {
    const { host, origin } = request.headers;
    if (!isOwnHost(host)) {
      throw new AppError(
        "host.refused",
        "This server does not answer to that name.",
        {
          remedy:
            "Use its own address, or set HOLDALL_PUBLIC_URL to the one it is known by.",
        },
      );
    }
    if (origin === undefined) return { crossOrigin: null };
    const own =
      origin === `http://${host ?? ""}` ||
      (publicUrl !== null && origin === publicUrl.origin);
    if (own) return { crossOrigin: null };
    if (options.allowedOrigins.includes(origin)) return { crossOrigin: origin };
    throw new AppError(
      "origin.refused",
      "Pages of that origin may not use this server.",
      { remedy: "Add the origin to HOLDALL_ALLOWED_ORIGINS to let them." },
    );
  }

  return {
    /** @throws AppError host.refused, origin.refused */
    admit(request: FastifyRequest, reply: FastifyReply): void {
      const { crossOrigin } = check(request);
      if (options.allowedOrigins.length > 0) reply.header("Vary", "Origin");
      if (crossOrigin === null) return;
      reply.header("Access-Control-Allow-Origin", crossOrigin);
      reply.header("Access-Control-Allow-Credentials", "true");
      reply.header("Access-Control-Expose-Headers", exposed);
    },
    /** Answers the question a browser asks before it asks across; false when it was none. */
    answerPreflight(request: FastifyRequest, reply: FastifyReply): boolean {
      if (
        request.method !== "OPTIONS" ||
        request.headers["access-control-request-method"] === undefined ||
        reply.getHeader("Access-Control-Allow-Origin") === undefined
      )
        return false;
      void reply
        .header("Access-Control-Allow-Headers", accepted)
        .header(
          "Access-Control-Allow-Methods",
          "GET, HEAD, POST, PUT, PATCH, DELETE",
        )
        .header("Access-Control-Max-Age", "600")
        .code(204)
        .send();
      return true;
    },
    /** Where links lead: the public address, or the name the client used. */
    origin: (request: FastifyRequest): string =>
      publicUrl !== null &&
      request.headers.host?.toLowerCase() === publicUrl.host.toLowerCase()
        ? publicUrl.origin
        : `http://${request.headers.host ?? ""}`,
  };
}

function isLoopback(name: string): boolean {
  return name === "::1" || (isIP(name) === 4 && name.startsWith("127."));
}

function parseHost(
  header: string | undefined,
): { name: string; port: number } | null {
  const match = /^(\[[0-9a-f:.]+\]|[^:[\]/?#@\s]+)(?::([0-9]{1,5}))?$/i.exec(
    header ?? "",
  );
  const name = match?.[1];
  if (name === undefined) return null;
  return {
    name: name.toLowerCase().replace(/^\[|\]$/g, ""),
    port: Number(match?.[2] ?? 80),
  };
}
