import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import { createIdleWatch } from "../idle-watch.ts";
import { trustOptions } from "../pinned-certificate.ts";
import { below, hostOf } from "../settings.ts";
import {
  alreadyThere,
  fromNetworkError,
  targetError,
} from "../target-errors.ts";
import type { Patience } from "../transport.ts";
import { answerMeaning } from "./answer-meaning.ts";
import { childText, readXml } from "./read-xml.ts";
import { sendRequest, type Answer } from "./send-request.ts";

/** A part the service has taken. */
export interface UploadedPart {
  readonly number: number;
  readonly etag: string;
}

/** An upload in parts that was begun and neither completed nor aborted. */
export interface OpenUpload {
  readonly uploadId: string;
  /** Milliseconds since 1970; null where the service does not tell. */
  readonly begunAt: number | null;
}

export interface StoredObject {
  readonly size: number;
  readonly etag: string;
  /** SHA-256 of the file it was made of, if it was sent by Holdall; otherwise empty. */
  readonly sha256: string;
}

export interface Bucket {
  readonly name: string;
  /** Address of an object, for people. */
  locate(path: string): string;
  /** What is known of an object; null when there is none. */
  head(path: string): Promise<StoredObject | null>;
  /** Writes a small object. */
  put(path: string, content: Buffer, replace?: boolean): Promise<void>;
  remove(path: string): Promise<void>;
  /** @param hash SHA-256 of the whole file, which the object keeps beside it */
  startUpload(path: string, hash: string): Promise<string>;
  /** Open uploads to a name, whoever began them; none where the service does not tell. */
  openUploads(path: string): Promise<OpenUpload[]>;
  /** @param moved called whenever bytes were sent */
  putPart(
    path: string,
    uploadId: string,
    number: number,
    part: {
      readonly size: number;
      readonly sha256: string;
      readonly content: Readable;
    },
    moved: (bytes: number) => void,
  ): Promise<string>;
  /** @throws AppError target.exists */
  completeUpload(
    path: string,
    uploadId: string,
    parts: readonly UploadedPart[],
    replace: boolean,
  ): Promise<void>;
  abortUpload(path: string, uploadId: string): Promise<void>;
  close(): void;
}

interface OpenRequest {
  readonly server: URL;
  readonly name: string;
  readonly region: string;
  readonly bucket: string;
  readonly directory: string;
  readonly login: string;
  readonly secretKey: string;
  readonly sessionToken: string | undefined;
  readonly bucketInHost?: boolean;
  readonly certificate?: string;
  readonly signal: AbortSignal;
  readonly patience: Patience;
}

/** Where an object keeps the hash of the file it was made of: what parts make up has no hash of its own. */
const hashHeader = "x-amz-meta-sha256";

const sha256 = (content: Buffer | string) =>
  createHash("sha256").update(content).digest("hex");

/** Percent-encodes what S3 wants encoded; the signature counts on it. */
const encoded = (path: string) =>
  path
    .split("/")
    .map((part) =>
      encodeURIComponent(part).replace(
        /[!'()*]/g,
        (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
      ),
    )
    .join("/");

/**
 * Opens a bucket. Nothing is asked of the service yet, but its certificate where one is known.
 * @throws AppError target.not-trusted
 */
export async function openBucket(request: OpenRequest): Promise<Bucket> {
  const { server, name, signal, patience } = request;
  const { AwsV4Signer } = await import("aws4fetch");
  const secure = server.protocol === "https:";
  const trust = secure
    ? await trustOptions({
        name,
        host: hostOf(server),
        port: server.port === "" ? 443 : Number(server.port),
        fingerprint: request.certificate,
        signal,
        timeoutMs: patience.connectMs,
      })
    : {};
  // The host may get the bucket's name in front of it.
  if (request.bucketInHost === true) delete trust.servername;
  // An import would make every program load them that knows of this transport, with all there is for fetch().
  const agent = secure
    ? new (process.getBuiltinModule("node:https").Agent)({
        keepAlive: true,
        ...trust,
      })
    : new (process.getBuiltinModule("node:http").Agent)({ keepAlive: true });

  const directory = request.directory.replace(/^\/+|\/+$/g, "");
  /** Of an object, or of the bucket itself. */
  const address = (path: string | null, query: string): URL => {
    const url = new URL(server);
    const key = path === null ? "" : `/${encoded(below(directory, path))}`;
    if (request.bucketInHost === true) {
      url.host = `${request.bucket}.${url.host}`;
      url.pathname = key;
    } else {
      url.pathname = `/${request.bucket}${key}`;
    }
    url.search = query;
    return url;
  };

  async function ask(
    method: string,
    path: string | null,
    query: string,
    more: {
      readonly body?: Buffer | Readable;
      readonly size?: number;
      readonly sha256?: string;
      readonly headers?: Readonly<Record<string, string>>;
      readonly accept?: readonly number[];
      watch?(moved: () => void): void;
    } = {},
  ): Promise<Answer> {
    const body = more.body ?? null;
    const signer = new AwsV4Signer({
      method,
      url: address(path, query).href,
      accessKeyId: request.login,
      secretAccessKey: request.secretKey,
      ...(request.sessionToken === undefined
        ? {}
        : { sessionToken: request.sessionToken }),
      service: "s3",
      region: request.region,
      headers: {
        ...more.headers,
        "X-Amz-Content-Sha256":
          more.sha256 ?? sha256(Buffer.isBuffer(body) ? body : ""),
      },
    });
    const signed = await signer.sign();
    const watch = createIdleWatch(name, signal, patience.idleMs);
    more.watch?.(watch.moved);
    try {
      const answer = await sendRequest({
        method,
        url: signed.url,
        headers: {
          ...Object.fromEntries(signed.headers),
          "content-length": String(
            more.size ?? (Buffer.isBuffer(body) ? body.length : 0),
          ),
        },
        body,
        agent,
        signal: watch.signal,
      });
      if (
        (answer.status < 200 || answer.status > 299) &&
        more.accept?.includes(answer.status) !== true
      )
        throw answerMeaning(answer, name);
      return answer;
    } catch (error) {
      if (signal.aborted) throw error;
      throw watch.silence() ?? fromNetworkError(error, name) ?? error;
    } finally {
      watch.stop();
    }
  }

  const upload = (uploadId: string) =>
    `uploadId=${encodeURIComponent(uploadId)}`;

  return {
    name,
    locate: (path) => `${name}/${path}`,
    async head(path) {
      const answer = await ask("HEAD", path, "", { accept: [400, 403, 404] });
      if (answer.status !== 404 && answer.status > 299) {
        // An answer to HEAD has no body; why it is refused is in one.
        throw answerMeaning(
          await ask("GET", path, "", {
            headers: { Range: "bytes=0-0" },
            accept: [400, 403],
          }),
          name,
        );
      }
      return answer.status === 404
        ? null
        : {
            size: Number(answer.headers["content-length"] ?? -1),
            etag: unquoted(answer.headers.etag ?? ""),
            sha256: String(answer.headers[hashHeader] ?? ""),
          };
    },
    async put(path, content, replace = false) {
      const answer = await ask("PUT", path, "", {
        body: content,
        headers: replace ? {} : { "If-None-Match": "*" },
        accept: [412],
      });
      if (answer.status === 412) throw alreadyThere(name, path);
    },
    async remove(path) {
      await ask("DELETE", path, "", { accept: [404] });
    },
    async startUpload(path, hash) {
      const { body } = await ask("POST", path, "uploads=", {
        headers: { [hashHeader]: hash },
      });
      const uploadId = childText(readXml(body), "UploadId");
      if (uploadId === "") {
        throw targetError(
          "target.refused",
          name,
          `${name} does not take files in parts.`,
        );
      }
      return uploadId;
    },
    async openUploads(path) {
      const key = below(directory, path);
      // Who may write need not be allowed to list, and not every service can.
      const { status, body } = await ask(
        "GET",
        null,
        `prefix=${encodeURIComponent(key)}&uploads=`,
        { accept: [400, 403, 404, 405, 501] },
      );
      const list = status === 200 ? readXml(body) : null;
      return (list?.children ?? [])
        .filter((one) => one.name === "Upload" && childText(one, "Key") === key)
        .map((one) => {
          const begunAt = Date.parse(childText(one, "Initiated"));
          return {
            uploadId: childText(one, "UploadId"),
            begunAt: Number.isNaN(begunAt) ? null : begunAt,
          };
        });
    },
    async putPart(path, uploadId, number, part, moved) {
      let bytes = 0;
      const answer = await ask(
        "PUT",
        path,
        `partNumber=${String(number)}&${upload(uploadId)}`,
        {
          body: part.content,
          size: part.size,
          sha256: part.sha256,
          watch(alive) {
            part.content.on("data", (chunk: Buffer) => {
              alive();
              bytes += chunk.length;
              moved(bytes);
            });
            part.content.pause();
          },
        },
      ).finally(() => part.content.destroy());
      return unquoted(answer.headers.etag ?? "");
    },
    async completeUpload(path, uploadId, parts, replace) {
      const list = parts
        .map(
          ({ number, etag }) =>
            `<Part><PartNumber>${String(number)}</PartNumber><ETag>&quot;${etag}&quot;</ETag></Part>`,
        )
        .join("");
      const answer = await ask("POST", path, upload(uploadId), {
        body: Buffer.from(
          `<CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${list}</CompleteMultipartUpload>`,
        ),
        headers: replace ? {} : { "If-None-Match": "*" },
        accept: [412],
      });
      if (answer.status === 412) throw alreadyThere(name, path);
      // The service may find out that it failed after it has said 200.
      if (readXml(answer.body)?.name === "Error")
        throw answerMeaning({ ...answer, status: 500 }, name);
    },
    async abortUpload(path, uploadId) {
      // Some services forget uploads on their own only.
      await ask("DELETE", path, upload(uploadId), { accept: [404, 405, 501] });
    },
    close() {
      agent.destroy();
    },
  };
}

function unquoted(etag: string): string {
  return etag.replace(/^"|"$/g, "");
}
