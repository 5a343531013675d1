import type { FastifyRequest } from "fastify";
import { isKey } from "../core/accounts.ts";
import type { Caller } from "../core/access.ts";
import type { AccountView } from "../core/accounts.ts";
import type { TokenKind } from "../core/sessions.ts";
import type { ApiContext, ApiCore } from "./api-context.ts";

const tokenParameter = "authentication-token";

/** Finds out who asks, once for each request unless it is answered for long. */
export function createIdentification(
  core: ApiCore,
): Pick<ApiContext, "callerOf" | "callerNow" | "accountOf"> {
  const callers = new WeakMap<FastifyRequest, Promise<Caller>>();

  async function accountOf(
    request: FastifyRequest,
    kinds: readonly TokenKind[],
  ): Promise<AccountView | null> {
    // A client in wide use sends short-lived tokens without `Bearer`.
    const token = request.headers.authorization?.replace(/^bearer\s+/i, "");
    if (token === undefined || token === "") return null;
    return isKey(token)
      ? core.accountOfKey(token)
      : core.sessions.verify(token, kinds);
  }

  async function identify(request: FastifyRequest): Promise<Caller> {
    let account = await accountOf(request, ["session", "short-lived"]);
    if (account === null) {
      const given = (request.query as Record<string, unknown>)[tokenParameter];
      // A link cannot carry a header; what it carries instead soon ends.
      if (typeof given === "string")
        account = await core.sessions.verify(given, ["short-lived"]);
    }
    core.actors.identify(account);
    return core.access.callerOf(account);
  }

  return {
    accountOf,
    callerNow: identify,
    callerOf(request) {
      let caller = callers.get(request);
      if (caller === undefined) {
        caller = identify(request);
        callers.set(request, caller);
      }
      return caller;
    },
  };
}
