import type { NewBitstream } from "../../../core/bitstreams.ts";
import { AppError } from "../../../domain/errors.ts";
import { readEntries } from "../../../domain/metadata-patch.ts";
import type { ReceivedContent } from "../../../domain/received-content.ts";
import { readMetadata, readObject, type SentObject } from "./bodies.ts";
import type { FileForm } from "./file-form.ts";

/**
 * The file in a form with what its properties say of it; null when there is no file. A file that cannot be used is let go.
 * @throws AppError request.impossible
 */
export function readNewBitstream({
  file,
  properties,
}: FileForm<ReceivedContent>): NewBitstream | null {
  if (file === null) return null;
  try {
    const sent = properties === undefined ? {} : readObject(properties);
    const named = readMetadata(sent);
    return {
      received: file.received,
      entries:
        named.has("dc.title") || file.name === ""
          ? named
          : new Map([...named, ...readEntries({ "dc.title": [file.name] })]),
      size: readSize(sent),
      sum: readSum(sent),
    };
  } catch (error) {
    file.received.discard();
    throw error;
  }
}

function readSize(sent: SentObject): number | null {
  const size = sent["sizeBytes"];
  if (size === undefined) return null;
  if (Number.isSafeInteger(size)) return Number(size);
  throw impossible("`sizeBytes` is a whole number.");
}

function readSum(sent: SentObject): NewBitstream["sum"] {
  const sum = sent["checkSum"];
  if (sum === undefined) return null;
  const { checkSumAlgorithm, value } = readObject(sum);
  const algorithm = (["MD5", "SHA-256"] as const).find(
    (name) => name === (checkSumAlgorithm ?? "MD5"),
  );
  if (algorithm === undefined || typeof value !== "string")
    throw impossible("`checkSum` has the `value` of an MD5 or SHA-256.");
  return { algorithm, value };
}

function impossible(message: string): AppError {
  return new AppError("request.impossible", message);
}
