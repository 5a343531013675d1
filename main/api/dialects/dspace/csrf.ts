import { randomUUID, timingSafeEqual } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import { AppError } from "../../../domain/errors.ts";
import type { ApiContext } from "../../api-context.ts";
import { formOf } from "../../request-body.ts";

const cookieName = "DSPACE-XSRF-COOKIE";
const safeMethods = new Set(["GET", "HEAD", "OPTIONS"]);

/** Gives the client a new pair of cookie and token. */
export function renewCsrf(
  request: FastifyRequest,
  reply: FastifyReply,
  context: Pick<ApiContext, "origin">,
): void {
  const token = randomUUID();
  // A cookie marked Secure would be dropped over plain http.
  const over = context.origin(request).startsWith("https:")
    ? "Secure; SameSite=None"
    : "SameSite=Lax";
  // Fastify adds cookies to each other; of this one only the last counts.
  void reply
    .removeHeader("Set-Cookie")
    .header("Set-Cookie", `${cookieName}=${token}; Path=/; HttpOnly; ${over}`)
    .header("DSPACE-XSRF-TOKEN", token);
}

/**
 * Refuses what another page could have made a browser send (dspace.md section 6). Only a cookie is sent without being
 * asked for, so a request that has none, and that no browser sent or that brings a valid token, is no such thing.
 * @throws AppError csrf.invalid
 */
export async function checkCsrf(
  request: FastifyRequest,
  reply: FastifyReply,
  context: ApiContext,
): Promise<void> {
  const cookie = cookieOf(request);
  if (cookie === null) renewCsrf(request, reply, context);
  if (safeMethods.has(request.method)) return;
  if (request.routeOptions.config.csrf === false) return;
  const { headers } = request;
  if (cookie === null) {
    const fromBrowser =
      headers.cookie !== undefined ||
      headers.origin !== undefined ||
      headers["sec-fetch-site"] !== undefined;
    if (!fromBrowser) return;
    if (
      headers.authorization !== undefined &&
      (await context.callerOf(request)).account !== null
    )
      return;
  }
  const given =
    headers["x-xsrf-token"] ??
    (request.query as Record<string, unknown>)["_csrf"] ??
    formOf(request).get("_csrf");
  if (cookie !== null && typeof given === "string" && isSame(given, cookie))
    return;
  renewCsrf(request, reply, context);
  throw invalidCsrf();
}

/** The refusal that clients know by its words. */
export function invalidCsrf(): AppError {
  return new AppError("csrf.invalid", "Access is denied. Invalid CSRF token.");
}

function cookieOf({ headers }: FastifyRequest): string | null {
  for (const part of (headers.cookie ?? "").split(";")) {
    const [name, value] = part.trim().split("=", 2);
    if (name === cookieName && value !== undefined && value !== "")
      return value;
  }
  return null;
}

function isSame(one: string, other: string): boolean {
  const a = Buffer.from(one);
  const b = Buffer.from(other);
  return a.length === b.length && timingSafeEqual(a, b);
}
