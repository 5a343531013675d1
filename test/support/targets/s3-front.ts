import { createHash, createHmac } from "node:crypto";
import { once } from "node:events";
import { rmSync } from "node:fs";
import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
} from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

/** How a request is signed (AWS Signature Version 4), worked out from what arrived and the secret. */
function signatureOf(request: IncomingMessage, secret: string): string {
  const authorization = request.headers.authorization ?? "";
  const scope = /Credential=[^/]+\/([^,]+)/.exec(authorization)?.[1] ?? "";
  const signed = /SignedHeaders=([^,]+)/.exec(authorization)?.[1] ?? "";
  const [path = "", query = ""] = (request.url ?? "").split("?");
  const header = (name: string) => String(request.headers[name] ?? "").trim();
  const canonical = [
    request.method ?? "",
    path,
    query.split("&").sort().join("&"),
    ...signed.split(";").map((name) => `${name}:${header(name)}`),
    "",
    signed,
    header("x-amz-content-sha256"),
  ].join("\n");
  const hash = createHash("sha256").update(canonical).digest("hex");
  const keyed = (key: string | Buffer, text: string) =>
    createHmac("sha256", key).update(text).digest();
  const key = scope.split("/").reduce<string | Buffer>(keyed, `AWS4${secret}`);
  return keyed(
    key,
    ["AWS4-HMAC-SHA256", header("x-amz-date"), scope, hash].join("\n"),
  ).toString("hex");
}

/**
 * Does what the S3 server in the tests leaves out: compares signatures and the hashes of bodies, and forgets uploads.
 * @param folder of the bucket
 */
export async function startS3Front(
  port: number,
  secret: string,
  folder: string,
) {
  const faults: string[] = [];
  const server = createServer((incoming, answer) => {
    const given = /Signature=([0-9a-f]+)/.exec(
      incoming.headers.authorization ?? "",
    )?.[1];
    if (given !== signatureOf(incoming, secret)) {
      answer.writeHead(403, { "Content-Type": "application/xml" });
      answer.end(
        "<Error><Code>SignatureDoesNotMatch</Code><Message>Check your key.</Message></Error>",
      );
      return;
    }
    const upload = /[?&]uploadId=(\w+)/.exec(incoming.url ?? "")?.[1];
    if (incoming.method === "DELETE" && upload !== undefined) {
      rmSync(join(folder, "._S3rver_uploads", upload), {
        recursive: true,
        force: true,
      });
      answer.writeHead(204).end();
      return;
    }
    // Of an object that did not come as a whole, S3 keeps nothing; the server here would keep what came.
    const parts: Buffer[] = [];
    incoming.on("data", (part: Buffer) => parts.push(part));
    incoming.on("end", () => {
      const body = Buffer.concat(parts);
      const digest = createHash("sha256").update(body).digest("hex");
      if (digest !== incoming.headers["x-amz-content-sha256"])
        faults.push(`${incoming.method ?? ""} ${incoming.url ?? ""}`);
      const onward = httpRequest(
        {
          port,
          host: "127.0.0.1",
          method: incoming.method,
          path: incoming.url,
          headers: incoming.headers,
        },
        (reply) => {
          answer.writeHead(reply.statusCode ?? 500, reply.headers);
          reply.pipe(answer);
        },
      );
      onward.on("error", () => answer.destroy());
      onward.end(body);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    close() {
      server.close();
      server.closeAllConnections();
      if (faults.length > 0)
        throw new Error(
          `bodies that are not what was signed: ${faults.join()}`,
        );
    },
  };
}
