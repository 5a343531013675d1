import type { ContentRef } from "../domain/content-ref.ts";
import { AppError } from "../domain/errors.ts";

export type ZipEntryRef = Extract<ContentRef, { kind: "zip-entry" }>;
export type FileRef = Extract<ContentRef, { kind: "file" }>;

/** What a person would call the content: the path of the file or entry. */
export function contentName(ref: ContentRef): string {
  return ref.kind === "bytes"
    ? "the content"
    : ref.kind === "file"
      ? ref.path
      : ref.name;
}

/** The error for an entry whose bytes are not what its archive promises. */
export function invalidEntry(ref: ZipEntryRef, reason: string): AppError {
  return new AppError(
    "archive.entry-invalid",
    `${ref.name} in ${ref.archive} cannot be read: ${reason}.`,
    {
      object: ref.name,
      remedy:
        "Make the archive again, or copy it again from where it came from.",
    },
  );
}

/** The error for a path that is a folder, a device or a pipe. */
export function notAFile(path: string): AppError {
  return new AppError("file.unreadable", `${path} is not a regular file.`, {
    object: path,
  });
}
