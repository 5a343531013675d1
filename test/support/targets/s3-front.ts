import { createHash, createHmac } from "node:crypto";
import { once } from "node:events";
import {
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from "node:fs";
import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";

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

/** What an S3 service says when it refuses. */
function refuse(answer: ServerResponse, status: number, code: string): void {
  answer.writeHead(status, { "Content-Type": "application/xml" });
  answer.end(
    `<Error><Code>${code}</Code><Message>As S3 says it.</Message></Error>`,
  );
}

/**
 * How long ago each upload is said to have begun, in milliseconds. What a killed process began and nobody remembers may
 * stay for a day; as no test waits so long, to this service it is always the day after.
 */
const uploadAge = 25 * 60 * 60_000;

/** Uploads in the server's folder that were begun and have not ended, by their ids. */
function openUploads(folder: string): Map<string, string> {
  const uploads = join(folder, "._S3rver_uploads");
  return new Map(
    existsSync(uploads)
      ? readdirSync(uploads).map((id) => [
          id,
          readFileSync(join(uploads, id, "key"), "utf8"),
        ])
      : [],
  );
}

/** Bytes of each part of an upload. */
const partSizes = (upload: string): number[] =>
  readdirSync(upload)
    .filter((name) => /^\d+$/.test(name))
    .map((name) => statSync(join(upload, name)).size);

/** The server answers before its last bytes are on the disk; S3 does not. */
async function settled(file: string, size: number): Promise<void> {
  for (let turn = 0; turn < 500; turn++) {
    if (existsSync(file) && statSync(file).size === size) return;
    await pause(10);
  }
  throw new Error(`${file} does not get ${String(size)} bytes`);
}

/**
 * Does what the S3 server in the tests leaves out: compares signatures and the hashes of bodies, lists and forgets
 * uploads, knows which ones there are not, and never shows an object that is still being made.
 * @param folder of the bucket
 */
export async function startS3Front(
  port: number,
  secret: string,
  folder: string,
) {
  const faults: string[] = [];

  async function forward(
    { method = "", url = "", headers }: IncomingMessage,
    body: Buffer,
  ) {
    const onward = httpRequest({
      port,
      host: "127.0.0.1",
      method,
      path: url,
      headers,
    });
    onward.end(body);
    const [reply] = (await once(onward, "response")) as [IncomingMessage];
    return {
      status: reply.statusCode ?? 500,
      reply,
      said: await buffer(reply),
    };
  }

  async function respond(
    incoming: IncomingMessage,
    body: Buffer,
    answer: ServerResponse,
  ): Promise<void> {
    const { method = "" } = incoming;
    const { pathname, searchParams } = new URL(
      incoming.url ?? "",
      "http://localhost",
    );
    const open = openUploads(folder);
    if (method === "GET" && searchParams.has("uploads")) {
      const prefix = searchParams.get("prefix") ?? "";
      const list = [...open]
        .filter(([, key]) => key.startsWith(prefix))
        .map(
          ([id, key]) =>
            `<Upload><Key>${key}</Key><UploadId>${id}</UploadId><Initiated>${new Date(Date.now() - uploadAge).toISOString()}</Initiated></Upload>`,
        );
      answer.writeHead(200, { "Content-Type": "application/xml" });
      answer.end(
        `<ListMultipartUploadsResult>${list.join("")}</ListMultipartUploadsResult>`,
      );
      return;
    }
    const id = searchParams.get("uploadId");
    if (id !== null && !open.has(id)) {
      refuse(answer, 404, "NoSuchUpload");
      return;
    }
    const upload = join(folder, "._S3rver_uploads", id ?? "");
    if (id !== null && method === "DELETE") {
      rmSync(upload, { recursive: true });
      answer.writeHead(204).end();
      return;
    }
    const sizes = id === null ? [] : partSizes(upload);
    const { status, reply, said } = await forward(incoming, body);
    if (id !== null && status === 200)
      await (method === "PUT"
        ? settled(
            join(upload, searchParams.get("partNumber") ?? ""),
            body.length,
          )
        : settled(
            `${join(folder, decodeURIComponent(pathname).split("/").slice(2).join("/"))}._S3rver_object`,
            sizes.reduce((sum, size) => sum + size, 0),
          ));
    answer.writeHead(status, reply.headers).end(said);
  }

  // One after the other: to those who ask, S3 does one thing at a time with an object.
  let last: Promise<unknown> = Promise.resolve();
  const server = createServer((incoming, answer) => {
    const given = /Signature=([0-9a-f]+)/.exec(
      incoming.headers.authorization ?? "",
    )?.[1];
    if (given !== signatureOf(incoming, secret)) {
      refuse(answer, 403, "SignatureDoesNotMatch");
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
      last = last
        .then(() => respond(incoming, body, answer))
        .catch(() => answer.destroy());
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
