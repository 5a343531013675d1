import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { AppError } from "../../../domain/errors.ts";
import type { ApiContext } from "../../api-context.ts";
import { parametersOf, sessionOf, tokenOf, type Parameters } from "./asked.ts";
import { sendObject } from "./send-object.ts";
import { EasydbRefusal, apiRefusal, userRefusal } from "./refusal.ts";
import { sessionObject } from "./session-object.ts";

const defaultLanguage = "en-US";
const languages: readonly string[] = [defaultLanguage];

/** Sessions: begin, look, sign in, sign out (easydb.md section 3). */
export function addSession(
  app: FastifyInstance,
  context: ApiContext,
  prefix: string,
): void {
  const methods = context.anonymousSessions
    ? ["easydb", "anonymous"]
    : ["easydb"];
  const tags = ["easydb"];

  async function send(
    reply: FastifyReply,
    token: string,
    language = defaultLanguage,
  ): Promise<FastifyReply> {
    return sendObject(
      reply,
      sessionObject(token, await sessionOf(context, token), {
        product: context.commands.about.name,
        name: context.site.uuid,
        methods,
        language,
      }),
    );
  }

  /** @throws EasydbRefusal error.user.session_not_found when there is none */
  function neededToken(request: FastifyRequest, parameters: Parameters) {
    const token = tokenOf(request, parameters);
    if (token === null) throw userRefusal("session_not_found", { id: "" });
    return token;
  }

  /** Signs in by the first method that works. @throws EasydbRefusal; AppError log-in.throttled, log-in.refused */
  async function signIn(
    request: FastifyRequest,
    parameters: Parameters,
  ): Promise<string> {
    const token = neededToken(request, parameters);
    await sessionOf(context, token);
    const asked = (parameters("method") ?? "easydb").split(",");
    for (const method of asked)
      if (!methods.includes(method))
        throw userRefusal("authentication_method_not_allowed", { method });
    let refusal: unknown = null;
    for (const method of asked) {
      if (method === "anonymous") {
        await context.keptSessions.signIn(token, null, method);
        return token;
      }
      try {
        const login = parameters("login") ?? "";
        const password = parameters("password") ?? "";
        if (login === "" || password === "")
          throw userRefusal("username_or_password_empty");
        const account = await context.logIn.logIn(login, password, request.ip);
        await context.keptSessions.signIn(token, account.id, method);
        return token;
      } catch (error) {
        refusal ??= error;
      }
    }
    throw refusal;
  }

  app.get(
    `${prefix}/session`,
    { schema: { summary: "Begin a session, or look at one", tags } },
    async (request, reply) => {
      const parameters = parametersOf(request);
      const language = parameters("language") ?? defaultLanguage;
      if (!languages.includes(language))
        throw userRefusal("language_not_found", { id: language });
      const token =
        tokenOf(request, parameters) ?? (await context.keptSessions.begin());
      return send(reply, token, language);
    },
  );

  app.post(
    `${prefix}/session/authenticate`,
    { schema: { summary: "Sign in to a session", tags } },
    async (request, reply) => {
      const parameters = parametersOf(request, "form");
      const success = wayBack(request, context, parameters("success"));
      const failure = wayBack(request, context, parameters("error"));
      const type = parameters("response_type") ?? "json";
      if (type !== "json" && type !== "redirect")
        throw apiRefusal(
          "invalid_value",
          "`response_type` can be json or redirect.",
        );
      try {
        const token = await signIn(request, parameters);
        return type === "redirect" && success !== null
          ? await reply.redirect(success, 302)
          : await send(reply, token);
      } catch (error) {
        const reason = reasonOf(error);
        if (type !== "redirect" || failure === null || reason === null)
          throw error;
        const login = encodeURIComponent(parameters("login") ?? "");
        return reply.redirect(`${failure}#m:${reason}#l:${login}`, 302);
      }
    },
  );

  app.post(
    `${prefix}/session/deauthenticate`,
    { schema: { summary: "Sign out of a session", tags } },
    async (request, reply) => {
      const parameters = parametersOf(request, "form");
      wayBack(request, context, parameters("error"));
      const token = neededToken(request, parameters);
      if ((await sessionOf(context, token)) !== null)
        await context.keptSessions.signOut(token);
      return send(reply, token);
    },
  );
}

/**
 * Where a browser is to be sent: only to this server's own pages.
 * @throws EasydbRefusal error.api.invalid_value
 */
function wayBack(
  request: FastifyRequest,
  context: ApiContext,
  target: string | null,
): string | null {
  if (target === null) return null;
  const origin = context.origin(request);
  const url = URL.canParse(target, origin) ? new URL(target, origin) : null;
  // A backslash is a slash to browsers; what they drop could hide one.
  if (url?.origin !== origin || /[\\\p{Cc}]/u.test(target) || url.hash !== "")
    throw apiRefusal(
      "invalid_value",
      "`success` and `error` can only lead to this server.",
    );
  return `${url.pathname}${url.search}`;
}

/** What a page is told of a sign-in that failed; null when it is not for a person. */
function reasonOf(error: unknown): string | null {
  if (error instanceof AppError) {
    if (error.code === "log-in.refused") return "login_failed";
    return error.code === "log-in.throttled" ? "login_blocked" : null;
  }
  if (!(error instanceof EasydbRefusal)) return null;
  switch (error.body.code) {
    case "error.user.session_not_found":
    case "error.user.session_invalid":
      return "session_missing";
    case "error.user.username_or_password_empty":
      return "username_or_password_empty";
    default:
      return null;
  }
}
