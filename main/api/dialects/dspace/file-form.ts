import { Busboy, type BusboyHeaders } from "@fastify/busboy";
import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import type { FastifyRequest } from "fastify";
import { AppError } from "../../../domain/errors.ts";
import { jsonAtStart } from "./json-at-start.ts";

/** What has become of a file that has come. */
interface Received {
  readonly content: { readonly md5: string };
  discard(): void;
}

/** A form with at most one file, which has been taken by now. */
export interface FileForm<Taken extends Received> {
  readonly file: {
    readonly name: string;
    readonly received: Taken;
  } | null;
  /** The JSON of the part `properties`; undefined where there is none. */
  readonly properties: unknown;
}

const largestProperties = 1024 * 1024;

/**
 * Reads multipart/form-data with a part `file` and a part `properties`, in any order; further files are left out. The
 * body must be a stream: see `routes.upload`.
 * @throws AppError media-type.unsupported, input.invalid, request.impossible (properties), content.mismatch
 *   (Content-MD5), and what `receive` throws
 */
export async function readFileForm<Taken extends Received>(
  request: FastifyRequest,
  receive: Receive<Taken>,
): Promise<FileForm<Taken>> {
  const { headers } = request;
  const type = headers["content-type"];
  const { body } = request;
  if (type === undefined || !(body instanceof Readable))
    return { file: null, properties: undefined };
  if (!/^\s*multipart\/form-data\s*(?:;|$)/i.test(type))
    throw new AppError(
      "media-type.unsupported",
      "A file is sent as multipart/form-data.",
    );
  const expected = headers["content-md5"];
  const whole = expected === undefined ? null : createHash("md5");
  const parts = await readParts(
    await unpacked(body, (piece) => whole?.update(piece)),
    headers as BusboyHeaders,
    receive,
  );
  try {
    if (typeof expected === "string" && parts.file !== null) {
      const sums = [
        Buffer.from(parts.file.received.content.md5, "hex").toString("base64"),
        whole?.digest("base64"),
      ];
      if (!sums.includes(expected.trim()))
        throw new AppError(
          "content.mismatch",
          "Content-MD5 is not the checksum of what has arrived.",
        );
    }
    return {
      file: parts.file,
      properties:
        parts.properties === null ? undefined : jsonAtStart(parts.properties),
    };
  } catch (error) {
    parts.file?.received.discard();
    throw error;
  }
}

/** A client in wide use says that its bodies are packed when they are not, so only the first bytes are believed. */
async function unpacked(
  body: Readable,
  look: (piece: Uint8Array) => void,
): Promise<Readable> {
  const pieces = body[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  const first = await pieces.next().catch(interrupted);
  const packed =
    first.done !== true && first.value[0] === 0x1f && first.value[1] === 0x8b;
  const all = Readable.from(
    (async function* () {
      for (
        let next = first;
        next.done !== true;
        next = await pieces.next().catch(interrupted)
      ) {
        look(next.value);
        yield next.value;
      }
    })(),
    { objectMode: false },
  );
  if (!packed) return all;
  const inflating = createGunzip();
  all.on("error", (error) => inflating.destroy(error));
  return all.pipe(inflating);
}

type Receive<Taken> = (content: Readable, name: string) => Promise<Taken>;

interface Parts<Taken extends Received> {
  readonly file: FileForm<Taken>["file"];
  readonly properties: string | null;
}

function readParts<Taken extends Received>(
  body: Readable,
  headers: BusboyHeaders,
  receive: Receive<Taken>,
): Promise<Parts<Taken>> {
  let parser: InstanceType<typeof Busboy>;
  try {
    parser = new Busboy({
      headers,
      limits: {
        fields: 100,
        fieldSize: largestProperties,
        parts: 200,
        headerPairs: 50,
      },
    });
  } catch {
    return Promise.reject(unreadable());
  }
  return new Promise((resolve, reject) => {
    let file: Promise<NonNullable<Parts<Taken>["file"]>> | null = null;
    let properties: string | null = null;
    const texts: Promise<void>[] = [];
    let current: Readable | null = null;
    let failed = false;
    const fail = (error: unknown): void => {
      if (failed) return;
      failed = true;
      body.unpipe(parser);
      // What still comes is let go, so that the answer can be read.
      body.resume();
      current?.destroy(unreadable());
      const reason = error instanceof Error ? error : new Error(String(error));
      const rejected = (): void => {
        reject(reason);
      };
      if (file === null) rejected();
      else
        file
          .then(({ received }) => {
            received.discard();
          })
          .then(rejected, rejected);
    };
    parser.on("file", (field: string, content: Readable, name: string) => {
      current = content;
      if (failed) content.resume();
      // A form in which nobody has chosen a file sends one without a name.
      else if (field === "file" && file === null && name !== "") {
        file = receive(content, name).then((received) => ({ name, received }));
        file.catch((error: unknown) => {
          content.resume();
          fail(error);
        });
      } else if (field === "properties") {
        texts.push(
          textOf(content).then((text) => {
            properties = text;
          }, fail),
        );
      } else content.resume();
    });
    parser.on("field", (field: string, value: string) => {
      if (field === "properties") properties = value;
    });
    parser.on("error", () => {
      fail(unreadable());
    });
    parser.on("finish", () => {
      Promise.all(texts)
        .then(async () => {
          const received = await file;
          if (!failed) resolve({ file: received, properties });
        })
        .catch(fail);
    });
    // What is not ours comes of unpacking.
    body.on("error", (error) => {
      fail(error instanceof AppError ? error : notPacked());
    });
    body.pipe(parser);
  });
}

async function textOf(content: Readable): Promise<string> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of content as AsyncIterable<Buffer>) {
    size += piece.length;
    if (size > largestProperties)
      throw new AppError("request.too-large", "`properties` are too large.");
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString("utf8");
}

function unreadable(): AppError {
  return new AppError("input.invalid", "The form cannot be read.");
}

function notPacked(): AppError {
  return new AppError("input.invalid", "The body cannot be unpacked.");
}

function interrupted(): never {
  throw new AppError("input.invalid", "The upload was interrupted.");
}
