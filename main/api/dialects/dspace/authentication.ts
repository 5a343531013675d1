import type { FastifyInstance } from "fastify";
import { refused } from "../../../core/access.ts";
import { AppError } from "../../../domain/errors.ts";
import type { ApiContext } from "../../api-context.ts";
import { formOf } from "../../request-body.ts";
import { renewCsrf } from "./csrf.ts";
import { readEmbeds, renderResource } from "./hal.ts";
import { textOf } from "./piece.ts";
import { createResources } from "./resources/index.ts";
import type { Routes } from "./routes.ts";
import { sendDocument } from "./send-hal.ts";

/** Log-in, log-out and tokens (dspace.md section 5). */
export function addAuthentication(
  app: FastifyInstance,
  context: ApiContext,
): void {
  const tags = ["DSpace"];

  app.get(
    "/authn",
    { schema: { summary: "Log-in links", tags } },
    (request, reply) => {
      const base = `${context.origin(request)}/api/authn`;
      return sendDocument(request, reply, {
        type: "authn",
        _links: {
          self: { href: base },
          login: { href: `${base}/login` },
          logout: { href: `${base}/logout` },
          status: { href: `${base}/status` },
          shortlivedtokens: { href: `${base}/shortlivedtokens` },
        },
      });
    },
  );

  app.get(
    "/authn/status",
    { schema: { summary: "Whether a token holds, and whose it is", tags } },
    async (request, reply) => {
      const base = `${context.origin(request)}/api`;
      const caller = await context.callerOf(request);
      const { account } = caller;
      const person =
        account === null
          ? null
          : createResources(context, caller, base).eperson(
              context.epersons.get(caller, account.uuid),
            );
      return sendDocument(request, reply, {
        okay: true,
        authenticated: account !== null,
        ...(account === null ? {} : { authenticationMethod: "password" }),
        type: "status",
        _links: {
          self: { href: `${base}/authn/status` },
          ...(person === null ? {} : { eperson: person.links["self"] }),
          specialGroups: { href: `${base}/authn/status/specialGroups` },
        },
        ...(person === null
          ? {}
          : {
              _embedded: {
                eperson: JSON.parse(
                  textOf(await renderResource(person, readEmbeds({}))),
                ) as unknown,
              },
            }),
      });
    },
  );

  app.post(
    "/authn/login",
    {
      schema: {
        summary: "Log in",
        description:
          "The token comes in the header Authorization. With a token and no form: another token.",
        tags,
        consumes: ["application/x-www-form-urlencoded"],
        body: {
          type: "object",
          properties: {
            user: { type: "string" },
            password: { type: "string", format: "password" },
          },
        },
      },
    },
    async (request, reply) => {
      const form = formOf(request);
      const user = form.get("user");
      const password = form.get("password");
      renewCsrf(request, reply, context);
      const account =
        user === null && password === null
          ? await context.accountOf(request, ["session"])
          : await context.logIn.logIn(user ?? "", password ?? "", request.ip);
      const token =
        account === null
          ? null
          : await context.sessions.issue(account.uuid, "session");
      if (token === null) {
        throw new AppError(
          "log-in.refused",
          "Authentication failed: user and password are needed.",
        );
      }
      return reply.header("Authorization", `Bearer ${token}`).code(200).send();
    },
  );

  app.post(
    "/authn/logout",
    { schema: { summary: "End all sessions of the account", tags } },
    async (request, reply) => {
      const account = await context.accountOf(request, ["session"]);
      if (account !== null) await context.sessions.end(account);
      renewCsrf(request, reply, context);
      return reply.code(204).send();
    },
  );

  app.post(
    "/authn/shortlivedtokens",
    { schema: { summary: "A token for links, which soon ends", tags } },
    async (request, reply) => {
      const account = await context.accountOf(request, ["session"]);
      const token =
        account === null
          ? null
          : await context.sessions.issue(account.uuid, "short-lived");
      if (token === null) throw refused(context.access.callerOf(null));
      return sendDocument(request, reply, {
        token,
        type: "shortlivedtoken",
        _links: {
          self: {
            href: `${context.origin(request)}/api/authn/shortlivedtokens`,
          },
        },
      });
    },
  );
}

/** Groups that somebody is in by the way they logged in alone; no way of this server gives any. */
export function addSpecialGroups({ many }: Pick<Routes, "many">): void {
  many(
    "/authn/status/specialGroups",
    "Groups that come with the way of logging in",
    [],
    (_asked, paging) => ({
      key: "specialGroups",
      resources: [],
      total: 0,
      paging,
    }),
  );
}
