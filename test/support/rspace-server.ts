import SQLite from "better-sqlite3";
import { join } from "node:path";
import { expect } from "vitest";
import {
  addKey,
  startApiServer,
  until,
  type Answer,
  type ApiServer,
  type Asking,
} from "./api-server.ts";
import { makeApiWorld } from "./api-world.ts";

/** The error body of rspace.md section 6. */
export interface RspaceError {
  readonly status: string;
  readonly httpCode: number;
  readonly internalCode: number;
  readonly message: string;
  readonly messageCode: null;
  readonly errors: readonly string[];
  readonly iso8601Timestamp: string;
  readonly data: {
    readonly validationErrors: readonly {
      readonly field: string;
      readonly rejectedValue: string | null;
      readonly objectName: string;
      readonly message: string;
    }[];
  } | null;
}

export interface RspaceJob {
  readonly id: number;
  readonly status: string;
  readonly percentComplete: number;
  readonly result: unknown;
  readonly _links: readonly { readonly link: string; readonly rel: string }[];
}

export type RspaceServer = Awaited<ReturnType<typeof startRspaceServer>>;

const people = ["admin", "user", "curator"] as const;
export type Person = (typeof people)[number];

/** The world of {@link makeApiWorld}, an API key for each of its people, and a server that can be ended and begun. */
export async function startRspaceServer() {
  const world = await makeApiWorld();
  const keys = { admin: "", user: "", curator: "" };
  for (const person of people)
    keys[person] = await addKey(world.data, `${person}@example.org`);
  let server: ApiServer = await startApiServer(world.data);

  const ask = (
    who: Person | null,
    method: string,
    path: string,
    { headers, ...asking }: Asking = {},
  ): Promise<Answer> =>
    server.ask(path.startsWith("/") ? path : `/api/v1/${path}`, {
      method,
      ...asking,
      headers: { ...(who === null ? {} : { apiKey: keys[who] }), ...headers },
    });
  const job = async (who: Person, id: number): Promise<RspaceJob> => {
    const answer = await ask(who, "GET", `jobs/${String(id)}`);
    expect(answer.status, answer.text).toBe(200);
    return answer.json() as RspaceJob;
  };
  const ended = (who: Person, id: number): Promise<RspaceJob> =>
    until(async () => {
      const now = await job(who, id);
      return !["STARTING", "STARTED"].includes(now.status) && now;
    });

  return {
    world,
    keys,
    url: () => server.url,
    server: () => server,
    ask,
    job,
    ended,
    /** Starts an export, which must succeed. */
    async start(who: Person, path: string): Promise<RspaceJob> {
      const answer = await ask(who, "POST", path);
      expect(answer.status, answer.text).toBe(202);
      return answer.json() as RspaceJob;
    },
    /** Downloads the archive of a completed job. */
    async fetch(who: Person, done: RspaceJob): Promise<Answer> {
      const link = done._links.find(({ rel }) => rel === "enclosure")?.link;
      expect(link).toContain(`${server.url}/api/v1/export/`);
      return ask(who, "GET", new URL(link ?? "").pathname);
    },
    /** Changes the catalog behind the server's back. */
    sql(statement: string, ...parameters: unknown[]): void {
      const database = new SQLite(join(world.data, "catalog.sqlite"), {
        timeout: 20_000,
      });
      database.prepare(statement).run(...parameters);
      database.close();
    },
    /** Ends the server by a signal and begins another one on the same data folder. */
    async restart(signal: "SIGTERM" | "SIGKILL"): Promise<void> {
      server.process.kill(signal);
      await server.finished;
      server = await startApiServer(world.data);
    },
    async stop(): Promise<void> {
      await server.stop();
      await world.remove();
    },
  };
}

/** The status and internal code of an error, whose body must be in order. */
export function errorOf(answer: Answer): readonly [number, number] {
  expect(answer.headers["content-type"], answer.text).toContain(
    "application/json",
  );
  const body = answer.json() as RspaceError;
  expect(Object.keys(body)).toEqual([
    "status",
    "httpCode",
    "internalCode",
    "message",
    "messageCode",
    "errors",
    "iso8601Timestamp",
    "data",
  ]);
  expect(body.status).toMatch(/^[A-Z]+(?:_[A-Z]+)*$/);
  expect(body.httpCode).toBe(answer.status);
  expect(body.message).toMatch(/./);
  expect(body.messageCode).toBeNull();
  expect(body.errors.length).toBeGreaterThan(0);
  for (const text of body.errors) expect(text).toMatch(/./);
  expect(body.iso8601Timestamp).toMatch(
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/,
  );
  return [answer.status, body.internalCode];
}
