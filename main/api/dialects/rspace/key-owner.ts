import type { FastifyRequest } from "fastify";
import { isKey } from "../../../core/accounts.ts";
import type { AccountView } from "../../../core/accounts.ts";
import { AppError } from "../../../domain/errors.ts";
import type { ApiContext } from "../../api-context.ts";

/**
 * The account whose key comes with a request. No other credential counts here (rspace.md section 1), and nothing else of
 * a request is looked at before.
 * @throws AppError access.unauthenticated
 */
export async function keyOwner(
  context: ApiContext,
  request: FastifyRequest,
): Promise<AccountView> {
  const key = request.headers["apikey"];
  const account =
    typeof key === "string" && isKey(key)
      ? await context.accountOfKey(key)
      : null;
  if (account === null)
    throw new AppError(
      "access.unauthenticated",
      "The header `apiKey` has to hold a valid API key.",
    );
  context.actors.identify(account);
  return account;
}
