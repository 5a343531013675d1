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
/**
 * How often a service may fail to complete an upload of which it has all parts, before it is begun anew: some say so for
 * good when they have lost it.
 */
const mostFailedEnds = 3;
/**
 * Milliseconds after which an upload nobody has completed is taken for one that nobody knows any more. Younger ones may be
 * on their way from another program, or from another target that leads to the same place.
 */
const forgottenAfter = 24 * 60 * 60_000;

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
  if (there?.size === file.size && (earlier !== null || replace)) {
    // It was completed, but nobody lived to write that down.
    if (earlier !== null && there.etag === etagOf(partsOf(earlier))) {
      arrive(there.etag, ["md5", "size"]);
      return;
    }
    // Entity tags need not be hashes. Its parts were compared with theirs before there was an object with this one.
    if (there.sha256 === file.sha256) {
      arrive(there.etag, ["checksum", "size"]);
      return;
    }
  }
  if (there !== null && !replace) throw alreadyThere(bucket.name, file.name);

  const upload = earlier ?? (await begin(bucket, parcel, file, pace, replace));
  const remember = () => {
    parcel.remember(file, { ...upload, etags: { ...upload.etags } });
  };
  remember();
  try {
    await sendParts(bucket, parcel, file, upload, pace.parallel, remember);
  } catch (error) {
    if (isLost(error)) parcel.remember(file, null);
    throw error;
  }
  await complete(bucket, parcel, file, upload, replace);
  const arrived = await bucket.head(file.name);
  if (arrived?.size !== file.size) throw arrivedChanged(bucket.name, file.name);
  arrive(
    arrived.etag,
    arrived.etag === etagOf(partsOf(upload))
      ? ["checksum", "md5", "size"]
      : ["checksum", "size"],
  );
}

/** Begins an upload; those that were begun long ago for the same name, and never completed, are given up. */
async function begin(
  bucket: Bucket,
  parcel: AnyParcel,
  file: OutgoingFile,
  pace: Pace,
  replace: boolean,
): Promise<Upload> {
  // Without leave to replace, the name may be somebody else's.
  const open = replace ? await bucket.openUploads(file.name) : [];
  for (const { uploadId, begunAt } of open)
    if (begunAt !== null && Date.now() - begunAt > forgottenAfter)
      await giveUp(bucket, parcel, file, uploadId);
  return {
    uploadId: await bucket.startUpload(file.name, file.sha256),
    partSize: Math.max(pace.partSize, Math.ceil(file.size / mostParts)),
    etags: {},
    failedEnds: 0,
  };
}

/** Aborts an upload. Who may write need not be allowed to: the parts stay then, and nothing else is the worse for it. */
async function giveUp(
  bucket: Bucket,
  parcel: AnyParcel,
  file: OutgoingFile,
  uploadId: string,
): Promise<void> {
  try {
    await bucket.abortUpload(file.name, uploadId);
  } catch (error) {
    if (!(error instanceof AppError && error.code === "target.refused"))
      throw error;
    parcel.note(
      `${bucket.name} does not let uploads be aborted: parts of ${file.name} that are not needed stay there.`,
    );
  }
}

/** Makes an object of the parts. An upload that cannot be completed is given up, so that the next attempt begins anew. */
async function complete(
  bucket: Bucket,
  parcel: AnyParcel,
  file: OutgoingFile,
  upload: Upload,
  replace: boolean,
): Promise<void> {
  try {
    await bucket.completeUpload(
      file.name,
      upload.uploadId,
      partsOf(upload),
      replace,
    );
  } catch (error) {
    const failedEnds = upload.failedEnds + (isBusy(error) ? 1 : 0);
    if (isLost(error)) {
      parcel.remember(file, null);
    } else if (isUnusable(error) || failedEnds >= mostFailedEnds) {
      parcel.remember(file, null);
      await giveUp(bucket, parcel, file, upload.uploadId);
    } else {
      parcel.remember(file, { ...upload, failedEnds });
    }
    throw error;
  }
}

const saidBy = (error: unknown): string =>
  error instanceof AppError && error.cause instanceof Error
    ? error.cause.message
    : "";
/** The service no longer knows the upload. */
const isLost = (error: unknown) => saidBy(error).includes("NoSuchUpload");
/** The service does not have the parts it is said to have. */
const isUnusable = (error: unknown) =>
  /InvalidPart|EntityTooSmall/.test(saidBy(error));
const isBusy = (error: unknown) =>
  error instanceof AppError && error.code === "target.busy";

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
    await giveUp(bucket, parcel, file, upload.uploadId);
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
