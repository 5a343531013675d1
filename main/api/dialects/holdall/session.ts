import type { FastifyInstance, FastifyReply } from "fastify";
import { Type, type Static, type TSchema } from "typebox";
import { Check } from "typebox/value";
import type { AccountView } from "../../../core/accounts.ts";
import { refused } from "../../../core/access.ts";
import { AppError } from "../../../domain/errors.ts";
import type { ApiContext } from "../../api-context.ts";
import { jsonOf } from "../../request-body.ts";

const closed = { additionalProperties: false };
const credentials = Type.Object(
  {
    email: Type.String({ minLength: 1, maxLength: 254 }),
    password: Type.String({ maxLength: 1024 }),
  },
  closed,
);
const first = Type.Object(
  {
    email: Type.String({ minLength: 1, maxLength: 254 }),
    password: Type.String({ maxLength: 1024 }),
    code: Type.String({ maxLength: 64 }),
  },
  closed,
);

/** @throws AppError input.invalid */
function read<Schema extends TSchema>(
  schema: Schema,
  value: unknown,
): Static<Schema> {
  if (!Check(schema, value))
    throw new AppError("input.invalid", "The input is not right.");
  return value;
}

/** Signing in and out of the window in a browser. */
export function addSession(app: FastifyInstance, context: ApiContext): void {
  const tags = ["Holdall"];

  async function open(
    reply: FastifyReply,
    account: AccountView,
  ): Promise<FastifyReply> {
    const token = await context.sessions.issue(account.uuid, "session");
    if (token === null) throw refused(context.access.callerOf(null));
    return answer(reply, {
      token,
      account: { email: account.email, admin: account.admin },
    });
  }

  app.get(
    "/session",
    {
      schema: {
        summary:
          "Who the token belongs to, and whether anybody can sign in yet",
        tags,
      },
    },
    async (request, reply) => {
      const { account } = await context.callerOf(request);
      return answer(reply, {
        needsFirstAccount: context.setUp.needed(),
        account:
          account === null
            ? null
            : { email: account.email, admin: account.admin },
      });
    },
  );

  app.post(
    "/session",
    { schema: { summary: "Sign in", tags, body: credentials } },
    async (request, reply) => {
      const { email, password } = read(credentials, jsonOf(request));
      return open(
        reply,
        await context.logIn.logIn(email, password, request.ip),
      );
    },
  );

  app.post(
    "/session/first",
    {
      schema: {
        summary: "Make the first administrator, and sign in",
        description:
          "Only from this machine, with the code that the server printed.",
        tags,
        body: first,
      },
    },
    async (request, reply) => {
      const { email, password, code } = read(first, jsonOf(request));
      if (!isLoopback(request.ip)) {
        throw new AppError(
          "access.denied",
          "The first administrator can only be made on the machine itself.",
          { remedy: "Use `holdall user add EMAIL --admin` there." },
        );
      }
      return open(reply, await context.setUp.first(email, password, code));
    },
  );

  app.post(
    "/session/refresh",
    { schema: { summary: "Another token for the one that will end", tags } },
    async (request, reply) => {
      const account = await context.accountOf(request, ["session"]);
      if (account === null) throw refused(context.access.callerOf(null));
      return open(reply, account);
    },
  );

  app.delete(
    "/session",
    { schema: { summary: "End all sessions of the account", tags } },
    async (request, reply) => {
      const account = await context.accountOf(request, ["session"]);
      if (account !== null) await context.sessions.end(account);
      return reply.code(204).send();
    },
  );
}

function answer(reply: FastifyReply, value: unknown): FastifyReply {
  return reply
    .header("Content-Type", "application/json; charset=utf-8")
    .send(JSON.stringify(value));
}

function isLoopback(address: string): boolean {
  return /^(?:::1|(?:::ffff:)?127\.[0-9.]+)$/.test(address);
}
