import { createReadStream } from "node:fs";
import { pipeline, type Transform } from "node:stream";
import { createGunzip } from "node:zlib";
import { extract, type Header } from "tar-stream";
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

function decompressor(compression: TarCompression): Transform | null {
  switch (compression) {
    case "tar":
      return null;
    case "tar.gz":
      return createGunzip({ chunkSize: readBytes });
    case "tar.bz2":
      throw new AppError(
        "archive.not-recognised",
        "Archives compressed with bzip2 cannot be read.",
      );
  }
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
  const unpack = decompressor(compression);
  const ended = (): undefined => undefined;
  if (unpack === null) pipeline(source, members, ended);
  else pipeline(source, unpack, members, ended);
  const abort = (): void => {
    source.destroy(cancelled());
  };
  signal?.addEventListener("abort", abort, { once: true });
  try {
    for await (const member of members)
      yield {
        header: member.header,
        content: member,
        skip: () => void member.resume(),
      };
  } catch (error) {
    const known = fromSystemError(error, path, "read");
    if (known instanceof AppError) throw known;
    throw new AppError(
      "archive.damaged",
      `${path} is damaged or cut off: ${error instanceof Error ? error.message : String(error)}.`,
      {
        object: path,
        remedy:
          "Make the archive again, or copy it again from where it came from.",
        cause: error,
      },
    );
  } finally {
    signal?.removeEventListener("abort", abort);
    source.destroy();
  }
}

function cancelled(): AppError {
  return new AppError("run.cancelled", "The run was cancelled.");
}
