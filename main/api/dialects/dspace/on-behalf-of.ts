import type { FastifyRequest } from "fastify";
import { requireRole } from "../../../core/access.ts";
import { AppError } from "../../../domain/errors.ts";
import type { ApiContext } from "../../api-context.ts";

/**
 * To act as somebody else is not offered; to ignore that somebody asks for it would do the wrong thing silently.
 * @throws AppError access.unauthenticated, access.denied, input.invalid
 */
export async function refuseOnBehalfOf(
  request: FastifyRequest,
  context: ApiContext,
): Promise<void> {
  if (request.headers["x-on-behalf-of"] === undefined) return;
  requireRole(await context.callerOf(request), "administrator");
  throw new AppError(
    "input.invalid",
    "X-On-Behalf-Of is not supported by this server.",
  );
}
