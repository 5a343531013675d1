import type { IncomingMessage, ServerResponse } from "node:http";
import { resolve } from "node:path";
import type { Run } from "../../main/domain/run.ts";
import { servePage } from "./page-server.ts";
import { createStubApplication, type StubOptions } from "./stub-application.ts";

const folder = resolve(import.meta.dirname, "../../dist/renderer");

export interface StubServerOptions extends StubOptions {
  readonly needsFirstAccount?: boolean;
  readonly admin?: boolean;
}

const credentials = { email: "ada@example.org", password: "correct horse" };

/** The page with the stand-in behind it over HTTP, as `holdall serve` does it. */
export async function startStubServer(options: StubServerOptions) {
  const application = createStubApplication(options);
  const streams = new Set<ServerResponse>();
  const uploads: { headers: string; body: string }[] = [];
  let tokens = new Set<string>();
  let issued = 0;
  let refreshed = 0;
  let refusing = false;
  let needsFirst = options.needsFirstAccount === true;

  const send = (response: ServerResponse, status: number, body: unknown) => {
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(body));
  };
  const refuse = (response: ServerResponse, message: string) => {
    send(response, 401, {
      ok: false,
      error: { code: "log-in.refused", kind: "unauthenticated", message },
    });
  };
  const session = () => {
    const token = `token-${(issued += 1)}`;
    tokens.add(token);
    const { email } = credentials;
    return { token, account: { email, admin: options.admin !== false } };
  };
  const bodyOf = async (request: IncomingMessage): Promise<string> => {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    return Buffer.concat(pieces).toString("utf8");
  };

  application.listen("run.changed", (run: Run) => {
    for (const stream of streams)
      stream.write(`event: run.changed\ndata: ${JSON.stringify(run)}\n\n`);
  });

  async function answer(
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
  ): Promise<void> {
    const token = /^Bearer (.+)$/u.exec(
      request.headers.authorization ?? "",
    )?.[1];
    const known = token !== undefined && tokens.has(token);
    const route = `${request.method ?? ""} ${path}`;
    if (route === "GET /session") {
      send(response, 200, { needsFirstAccount: needsFirst, account: null });
      return;
    }
    if (route === "POST /session" || route === "POST /session/first") {
      const given = JSON.parse(await bodyOf(request)) as Record<string, string>;
      const right =
        path === "/session/first"
          ? given["code"] === "ABCD-EFGH"
          : given["email"] === credentials.email &&
            given["password"] === credentials.password;
      if (!right) {
        refuse(response, "The e-mail or the password is wrong.");
        return;
      }
      needsFirst = false;
      send(response, 200, session());
      return;
    }
    if (path.startsWith("/downloads/")) {
      response.writeHead(200, {
        "content-type": "application/zip",
        "content-disposition": 'attachment; filename="one.zip"',
      });
      response.end("PK");
      return;
    }
    if (!known) {
      refuse(response, "Sign in first.");
      return;
    }
    if (route === "POST /session/refresh") {
      refreshed += 1;
      send(response, 200, session());
    } else if (route === "DELETE /session") {
      tokens.delete(token);
      response.writeHead(204).end();
    } else if (route === "GET /events") {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(": hello\n\n");
      for (const run of application.active())
        response.write(`event: run.changed\ndata: ${JSON.stringify(run)}\n\n`);
      streams.add(response);
      response.on("close", () => streams.delete(response));
    } else if (route === "POST /uploads") {
      uploads.push({
        headers: JSON.stringify(request.headers),
        body: await bodyOf(request),
      });
      send(response, 200, { id: `u${uploads.length}`, files: 1, bytes: 1 });
    } else if (path.startsWith("/commands/")) {
      const input = JSON.parse(await bodyOf(request)) as unknown;
      send(
        response,
        200,
        await application.invoke(path.slice("/commands/".length), input),
      );
    } else {
      response.writeHead(404).end();
    }
  }

  const server = await servePage(folder, (request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    if (!pathname.startsWith("/api/holdall/")) return false;
    if (refusing) {
      request.socket.destroy();
      return true;
    }
    void answer(request, response, pathname.slice("/api/holdall".length));
    return true;
  });

  return {
    url: server.url,
    close: server.close,
    stub: application.stub,
    uploads,
    credentials,
    refreshed: () => refreshed,
    streams: () => streams.size,
    /** From now on nobody is signed in. */
    endSessions(): void {
      tokens = new Set();
    },
    /** Breaks every connection to the API, and takes no new one until it is called with false. */
    refuse(now: boolean): void {
      refusing = now;
      if (now) for (const stream of streams) stream.destroy();
    },
  };
}
