import Fastify from "fastify";
import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { answerError } from "../../../main/api/answer-error.ts";
import { dialects } from "../../../main/api/dialects/index.ts";
import { plain } from "../../../main/api/plain.ts";
import {
  AppError,
  errorKinds,
  type ErrorCode,
} from "../../../main/domain/errors.ts";

const codes = Object.keys(errorKinds) as ErrorCode[];
const kinds = [...new Set(Object.values(errorKinds))];

/** What a dialect answers when a request throws, and what it logs. */
async function thrown(dialect: (typeof dialects)[number], error: unknown) {
  const logged: string[] = [];
  const logger = pino({}, { write: (line) => void logged.push(line) });
  const app = Fastify();
  app.setErrorHandler((caught, request, reply) =>
    answerError(caught, request, reply, dialect, logger),
  );
  app.get("/*", () => {
    throw error;
  });
  const answer = await app.inject(
    `${dialect.prefix}/x?authentication-token=secret`,
  );
  await app.close();
  return { answer, logged: logged.join("") };
}

describe.each([...dialects, plain])("the dialect $id", (dialect) => {
  it.each(kinds)(
    "has a status for every failure of the kind %s",
    async (kind) => {
      for (const code of codes.filter((one) => errorKinds[one] === kind)) {
        const { answer } = await thrown(
          dialect,
          new AppError(code, "It went wrong.", { retryAfter: 7 }),
        );
        expect(answer.statusCode, code).toBeGreaterThanOrEqual(400);
        const usual = {
          unauthenticated: 401,
          forbidden: 403,
          "not-found": 404,
        };
        // easydb tells a wrong password and a wrong path by 400, and asks to sign in by 403.
        // RSpace says by 401 that one may not have something.
        if (dialect.id === "rspace" && code === "access.denied")
          expect(answer.statusCode).toBe(401);
        else if (
          kind in usual &&
          (dialect.id !== "easydb" || kind === "forbidden")
        )
          expect(answer.statusCode).toBe(usual[kind as keyof typeof usual]);
        expect(answer.headers["content-type"]).toContain("json");
        expect(answer.headers["retry-after"]).toBe("7");
        expect(answer.json()).toBeTypeOf("object");
        // Its errors for people have no text, only a code that its clients put into words.
        expect(answer.payload).toMatch(
          dialect.id === "easydb"
            ? /It went wrong\.|"error\.user\./
            : /It went wrong\./,
        );
      }
    },
  );

  it("tells nothing of a bug but where to look", async () => {
    const { answer, logged } = await thrown(
      dialect,
      new TypeError("secret is undefined in /home/eva/main.ts"),
    );
    expect(answer.statusCode).toBe(500);
    expect(answer.payload).not.toMatch(/secret|eva|TypeError|at /);
    const [id = "nothing"] =
      /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(answer.payload) ?? [];
    expect(logged).toContain(id);
    expect(logged).toContain("secret is undefined");
    expect(logged).not.toContain("authentication-token");
  });

  it("tells no path of this machine", async () => {
    const path = "/home/eva/private/letters.zip";
    const { answer } = await thrown(
      dialect,
      new AppError("file.unreadable", `${path} cannot be read (EACCES).`, {
        object: path,
        remedy: `Look at ${path}, or at /tmp/other/file.log.`,
      }),
    );
    expect(answer.payload).toContain("letters.zip");
    expect(answer.payload).not.toMatch(/eva|private|\/tmp/);
  });
});
