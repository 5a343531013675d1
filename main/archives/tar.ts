import { createReadStream } from "node:fs";
import { PassThrough, pipeline, type Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { extract, type Header } from "tar-stream";
import unbzip2 from "unbzip2-stream";
import { AppError, fromSystemError } from "../domain/errors.ts";

/** A member of a tar archive as it goes by. */
export interface TarMember {
  readonly header: Header;
  /** Comes in pieces of Buffer. To be read to its end, or skipped, before the next member is asked for. */
  readonly content: AsyncIterable<unknown>;
  skip(): void;
}

/** How a tar archive is compressed. */
export type TarCompression = "tar" | "tar.gz" | "tar.bz2";

const readBytes = 256 * 1024;

/** The archive's bytes before they were compressed; a failure of the source is theirs too. */
function unpacked(source: Readable, compression: TarCompression): Readable {
  if (compression === "tar") return source;
  if (compression === "tar.gz") {
    const gunzip = createGunzip({ chunkSize: readBytes });
    return pipeline(source, gunzip, () => undefined);
  }
  // An old kind of stream, which Node's own do not take as it is.
  const bunzip = unbzip2();
  const plain = new PassThrough({ highWaterMark: readBytes });
  bunzip.on("data", (piece: Buffer) => {
    if (!plain.write(piece)) bunzip.pause();
  });
  plain.on("drain", () => {
    bunzip.resume();
  });
  bunzip.on("end", () => plain.end());
  for (const stream of [source, bunzip])
    stream.on("error", (error: Error) => plain.destroy(error));
  source.pipe(bunzip);
  return plain;
}

/**
 * Reads a tar archive member by member, in bounded memory: ustar, pax and GNU's long names.
 * @throws AppError archive.damaged, file.unreadable, run.cancelled
 */
export async function* tarMembers(
  path: string,
  compression: TarCompression,
  signal?: AbortSignal,
): AsyncGenerator<TarMember> {
  if (signal?.aborted === true) throw cancelled();
  const source = createReadStream(path, { highWaterMark: readBytes });
  const members = extract();
  pipeline(unpacked(source, compression), members, () => undefined);
  const abort = (): void => {
    source.destroy(cancelled());
  };
  signal?.addEventListener("abort", abort, { once: true });
  const failure = (error: unknown): unknown =>
    readFailure(error, path, compression);
  try {
    for await (const member of members) {
      yield {
        header: member.header,
        content: contentOf(member, failure),
        skip: () => void member.resume(),
      };
    }
  } catch (error) {
    throw failure(error);
  } finally {
    signal?.removeEventListener("abort", abort);
    source.destroy();
  }
}

async function* contentOf(
  member: AsyncIterable<unknown>,
  failure: (error: unknown) => unknown,
): AsyncGenerator {
  try {
    yield* member;
  } catch (error) {
    throw failure(error);
  }
}

function readFailure(
  error: unknown,
  path: string,
  compression: TarCompression,
): unknown {
  const known = fromSystemError(error, path, "read");
  if (known instanceof AppError) return known;
  return new AppError(
    "archive.damaged",
    `${path} is damaged or cut off: ${reasonOf(error, compression)}.`,
    {
      object: path,
      remedy:
        "Make the archive again, or copy it again from where it came from.",
      cause: error,
    },
  );
}

function reasonOf(error: unknown, compression: TarCompression): string {
  // What the reader of bzip2 says of a wrong checksum is a joke.
  if (compression === "tar.bz2") return "its compression is broken";
  return error instanceof Error ? error.message : String(error);
}

function cancelled(): AppError {
  return new AppError("run.cancelled", "The run was cancelled.");
}
