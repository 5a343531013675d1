import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:http";
import { extname, resolve, sep } from "node:path";
import { pagePolicy, withNonce } from "../../main/page/page-policy.ts";

const types: Readonly<Record<string, string>> = {
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".svg": "image/svg+xml",
};

/**
 * Serves the built page on a free port of this machine, with the policy that the application sends.
 * @param answer asked first; true when it has taken the request
 */
export async function servePage(
  folder: string,
  answer: (
    request: IncomingMessage,
    response: ServerResponse,
  ) => boolean = () => false,
): Promise<{ url: string; close(): Promise<void> }> {
  const root = resolve(folder);
  const server = createServer((request, response) => {
    if (answer(request, response)) return;
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const file = resolve(
      root,
      `.${pathname === "/" ? "/index.html" : pathname}`,
    );
    const type = types[extname(file)];
    if (!file.startsWith(root + sep) || type === undefined) {
      response.writeHead(404).end();
      return;
    }
    readFile(file).then(
      (bytes) => {
        const nonce = randomBytes(16).toString("base64url");
        response.writeHead(200, {
          "content-type": type,
          "content-security-policy": pagePolicy(nonce),
        });
        response.end(
          file.endsWith(".html")
            ? withNonce(bytes.toString("utf8"), nonce)
            : bytes,
        );
      },
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((done) => {
    server.listen(0, "127.0.0.1", done);
  });
  const address = server.address();
  if (address === null || typeof address === "string")
    throw new Error("The server has no port.");
  return {
    url: `http://127.0.0.1:${String(address.port)}/`,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => {
          done();
        });
      }),
  };
}
