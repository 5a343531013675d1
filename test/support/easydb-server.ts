import { expect } from "vitest";
import { password, startApiServer, until } from "./api-server.ts";

/** An export as easydb.md section 4 says it. */
export interface EasydbExport {
  readonly _state: string;
  readonly _files: readonly {
    readonly path: string;
    readonly size: number;
    readonly eas_id?: number;
    readonly eas_version?: string;
  }[];
  readonly _transports: readonly {
    readonly _id: number;
    readonly _state: string;
    readonly _download: {
      readonly _files: readonly {
        readonly url: string;
        readonly size: number;
      }[];
    } | null;
  }[];
  readonly _log: readonly {
    readonly event: {
      readonly type: string;
      readonly info: {
        readonly exception?: { readonly code: string } | null;
        readonly protocol?: readonly string[];
      };
    };
  }[];
  readonly export: { readonly _id: number };
}

/** Has no time to run by itself. */
const asleep = [{ days_of_month: [31], weekdays: ["sunday"] }];

/** A server on a data folder of the test world, asked by its administrator through easydb's dialect. */
export async function startEasydbServer(data: string) {
  const server = await startApiServer(data);
  const { token } = (await server.ask("/api/v1/session")).json() as {
    token: string;
  };
  const login = "admin@example.org";
  const signIn = await server.ask(
    `/api/v1/session/authenticate?${new URLSearchParams({ token, login, password }).toString()}`,
    { method: "POST" },
  );
  expect(signIn.status, signIn.text).toBe(200);
  let made = 0;

  const call = (method: string, path: string, body?: unknown) =>
    server.ask(`/api/v1/export${path}`, {
      method,
      headers: { "X-Easydb-Token": token },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const get = async (id: number): Promise<EasydbExport> =>
    (await call("GET", `/${String(id)}`)).json() as EasydbExport;
  const ended = (id: number): Promise<EasydbExport> =>
    until(async () => {
      const found = await get(id);
      return ["done", "failed"].includes(found._state) && found;
    });

  /** Makes an export that waits for its start. */
  async function put(
    members: object,
    transports: readonly object[] = [],
  ): Promise<number> {
    const answer = await call("PUT", "", {
      _schedules: asleep,
      _transports: transports,
      export: { name: `Export ${String(++made)}`, search: {}, ...members },
    });
    expect(answer.status, answer.text).toBe(200);
    return (answer.json() as EasydbExport).export._id;
  }
  async function start(id: number): Promise<void> {
    const answer = await call("POST", `/${String(id)}/start`);
    expect(answer.status, answer.text).toBe(200);
  }

  return {
    server,
    call,
    get,
    put,
    start,
    ended,
    /** Makes an export, runs it, and waits for its end. */
    async run(
      members: object,
      transports: readonly object[] = [],
    ): Promise<EasydbExport> {
      const id = await put(members, transports);
      await start(id);
      return ended(id);
    },
    stop: server.stop,
  };
}

/** The lines that the log of an export says of its runs. */
export const protocolOf = ({ _log }: EasydbExport): readonly string[] =>
  _log.flatMap(({ event }) => event.info.protocol ?? []);
