import type { FastifyRequest } from "fastify";
import type { AccountView } from "../../../core/accounts.ts";
import type { SignedIn } from "../../../core/kept-sessions.ts";
import type { ApiContext } from "../../api-context.ts";
import { formOf, textOf } from "../../request-body.ts";
import { apiRefusal, userRefusal } from "./refusal.ts";

/** Parameters of the query, and for calls that take them there, of a form in the body. */
export type Parameters = (name: string) => string | null;

/** What a body is to a call: nothing, a form if it says it is one, or a form whatever it says. */
export type BodyUse = "none" | "declared-form" | "form";

/**
 * @param use whether a body counts as well
 * @throws EasydbRefusal error.api.invalid_value when a parameter comes more than once
 */
export function parametersOf(
  request: FastifyRequest,
  use: BodyUse = "none",
): Parameters {
  const query = request.query as Record<string, string | string[] | undefined>;
  const body =
    use === "declared-form"
      ? formOf(request)
      : new URLSearchParams(use === "form" ? textOf(request) : "");
  return (name) => {
    const value = query[name];
    if (Array.isArray(value) || body.getAll(name).length > 1)
      throw apiRefusal("invalid_value", `\`${name}\` is given more than once.`);
    return value ?? body.get(name);
  };
}

/**
 * The token of a request, from its query or its header; null when it has none.
 * @throws EasydbRefusal error.api.invalid_value when both are there and differ
 */
export function tokenOf(
  request: FastifyRequest,
  parameters: Parameters,
): string | null {
  const given = parameters("token");
  const header = request.headers["x-easydb-token"];
  const token = typeof header === "string" && header !== "" ? header : null;
  if (given !== null && given !== "" && token !== null && given !== token)
    throw apiRefusal(
      "invalid_value",
      "The token of the query and the one of the header are different.",
    );
  return given === null || given === "" ? token : given;
}

/** @throws EasydbRefusal error.user.session_not_found, error.user.session_invalid */
export async function sessionOf(
  context: ApiContext,
  token: string,
): Promise<SignedIn | null> {
  const found = await context.keptSessions.find(token);
  if (found === "unknown")
    throw userRefusal("session_not_found", { id: token });
  if (found === "expired") throw userRefusal("session_invalid");
  return found.signedIn;
}

/**
 * The account that has signed in to the session of a request. Exports belong to somebody, so a session without a name
 * does not do.
 * @throws EasydbRefusal error.user.not_authenticated (403); as {@link tokenOf} and {@link sessionOf}
 */
export async function signedInAccount(
  context: ApiContext,
  request: FastifyRequest,
  use: BodyUse = "none",
): Promise<AccountView> {
  const token = tokenOf(request, parametersOf(request, use));
  const session = token === null ? null : await sessionOf(context, token);
  const account = session?.account ?? null;
  if (account === null) throw userRefusal("not_authenticated", {}, 403);
  context.actors.identify(account);
  return account;
}
