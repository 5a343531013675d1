import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import type { Comparison, OutgoingFile } from "../../domain/delivery.ts";
import { AppError, fromSystemError } from "../../domain/errors.ts";
import type { Parcel } from "../member.ts";
import { alreadyThere, arrivedChanged } from "../target-errors.ts";
import type { Bucket } from "./open-bucket.ts";
import { etagOf, partsOf, readUpload, type Upload } from "./upload.ts";

/** What S3 allows. */
const mostParts = 10_000;

type AnyParcel = Omit<Parcel<unknown, string>, "settings" | "secrets">;

interface Pace {
  /** Bytes of a part at the least. */
  readonly partSize: number;
  /** Parts on their way at a time. */
  readonly parallel: number;
}

/**
 * Sends a file in parts; the object exists only when all are there. Each part is signed with its SHA-256, which the service
 * compares.
 * @throws AppError target.*, archive.damaged, file.*
 */
export async function uploadFile(
  bucket: Bucket,
  parcel: AnyParcel,
  file: OutgoingFile,
  pace: Pace,
): Promise<void> {
  const replace = parcel.existing === "replace";
  const earlier = readUpload(parcel.recall(file));
  const arrive = (etag: string, compared: readonly Comparison[]) => {
    parcel.arrived(file, {
      location: bucket.locate(file.name),
      size: file.size,
      ...(etag === ""
        ? {}
        : { remoteHash: { algorithm: "etag" as const, value: etag } }),
      compared,
    });
  };

  const there = await bucket.head(file.name);
  if (earlier !== null && there?.size === file.size) {
    if (there.etag === etagOf(partsOf(earlier))) {
      // It was completed, but nobody lived to write that down.
      arrive(there.etag, ["md5", "size"]);
      return;
    }
  }
  if (there !== null && !replace) throw alreadyThere(bucket.name, file.name);

  const upload: Upload = earlier ?? {
    uploadId: await bucket.startUpload(file.name),
    partSize: Math.max(pace.partSize, Math.ceil(file.size / mostParts)),
    etags: {},
  };
  const remember = () => {
    parcel.remember(file, { ...upload, etags: { ...upload.etags } });
  };
  remember();
  try {
    await sendParts(bucket, parcel, file, upload, pace.parallel, remember);
    await bucket.completeUpload(
      file.name,
      upload.uploadId,
      partsOf(upload),
      replace,
    );
  } catch (error) {
    if (isForgotten(error)) parcel.remember(file, null);
    throw error;
  }
  const arrived = await bucket.head(file.name);
  if (arrived?.size !== file.size) throw arrivedChanged(bucket.name, file.name);
  arrive(
    arrived.etag,
    arrived.etag === etagOf(partsOf(upload))
      ? ["checksum", "md5", "size"]
      : ["checksum", "size"],
  );
}

/** Whether the service no longer knows the upload. */
function isForgotten(error: unknown): boolean {
  return (
    error instanceof AppError &&
    error.cause instanceof Error &&
    error.cause.message.includes("NoSuchUpload")
  );
}

/** Sends the parts the service does not have, several at a time. */
async function sendParts(
  bucket: Bucket,
  parcel: AnyParcel,
  file: OutgoingFile,
  upload: Upload,
  parallel: number,
  remember: () => void,
): Promise<void> {
  const { size } = await stat(file.path).catch((error: unknown) => {
    throw fromSystemError(error, file.path, "read");
  });
  if (size !== file.size) throw changed(file);
  const whole = createHash("sha256");
  const underWay = new Set<Promise<void>>();
  const failures: unknown[] = [];
  const moving = new Map<number, number>();
  let answered = 0;
  const tell = () => {
    let bytes = answered;
    for (const part of moving.values()) bytes += part;
    parcel.progressed(file, Math.min(bytes, file.size));
  };

  let start = 0;
  // An empty file is one empty part.
  for (let number = 1; number === 1 || start < size; number++) {
    const length = Math.min(upload.partSize, size - start);
    const read = () =>
      createReadStream(file.path, {
        start,
        end: Math.max(start, start + length - 1),
        highWaterMark: 256 * 1024,
      });
    // Read twice, so that no part is held in memory.
    const part = createHash("sha256");
    for await (const chunk of read() as AsyncIterable<Buffer>) {
      parcel.signal.throwIfAborted();
      part.update(chunk);
      whole.update(chunk);
    }
    if (upload.etags[number] === undefined) {
      const request: Promise<void> = bucket
        .putPart(
          file.name,
          upload.uploadId,
          number,
          { size: length, sha256: part.digest("hex"), content: read() },
          (bytes) => {
            moving.set(number, bytes);
            tell();
          },
        )
        .then(
          (etag) => {
            upload.etags[number] = etag;
            moving.delete(number);
            answered += length;
            remember();
            tell();
          },
          (error: unknown) => {
            failures.push(error);
          },
        )
        .finally(() => underWay.delete(request));
      underWay.add(request);
    } else {
      answered += length;
      tell();
    }
    if (underWay.size >= parallel) await Promise.race(underWay);
    if (failures.length > 0) break;
    start += upload.partSize;
  }
  await Promise.all(underWay);
  if (failures.length > 0) throw failures[0];
  if (whole.digest("hex") !== file.sha256) {
    await bucket.abortUpload(file.name, upload.uploadId);
    throw changed(file);
  }
}

function changed(file: OutgoingFile): AppError {
  return new AppError(
    "archive.damaged",
    `${file.path} is no longer what was packed.`,
    { object: file.path, remedy: "Run the export again." },
  );
}
