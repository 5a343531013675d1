import { randomUUID } from "node:crypto";
import { posix } from "node:path";
import type { Comparison, OutgoingFile } from "../domain/delivery.ts";
import type { Parcel } from "./member.ts";
import { outgoingContent, sha256Of } from "./outgoing-content.ts";
import type { RemoteFolder, Verify } from "./remote-folder.ts";
import {
  alreadyThere,
  arrivedChanged,
  targetError,
  tooLittleSpace,
} from "./target-errors.ts";
import { temporaryName } from "./temporary-name.ts";

/** What a delivery needs, whatever the settings are. */
type AnyParcel = Omit<Parcel<unknown, string>, "settings" | "secrets">;

/** Path under which a file is written before it is complete. */
function temporaryPath(file: OutgoingFile): string {
  return posix.join(posix.dirname(file.name), temporaryName(file));
}

/**
 * Brings files to a folder: room is checked first; each file is written under a temporary name, proved, and renamed.
 * @throws AppError target.*, archive.damaged, file.*
 */
export async function deliverToFolder(
  remote: RemoteFolder,
  parcel: AnyParcel,
  verify: Verify = "resumed",
): Promise<void> {
  await checkSpace(remote, parcel);
  const made = new Set<string>();
  for (const file of parcel.files) {
    const folder = posix.dirname(file.name);
    if (folder !== "." && !made.has(folder)) {
      await remote.makeFolder(folder);
      made.add(folder);
    }
    await deliverFile(remote, parcel, file, verify);
  }
}

async function checkSpace(
  remote: RemoteFolder,
  parcel: AnyParcel,
): Promise<void> {
  const free = await remote.freeBytes();
  if (free === null) return;
  let needed = 0;
  for (const file of parcel.files) {
    const there =
      parcel.recall(file) === undefined
        ? null
        : await remote.size(temporaryPath(file));
    needed += Math.max(0, file.size - (there ?? 0));
  }
  if (needed > free) throw tooLittleSpace(remote.name, needed, free);
}

async function deliverFile(
  remote: RemoteFolder,
  parcel: AnyParcel,
  file: OutgoingFile,
  verify: Verify,
): Promise<void> {
  const temporary = temporaryPath(file);
  const known = parcel.recall(file);
  const partial =
    known === undefined
      ? null
      : await (remote.settledSize ?? remote.size)(temporary);
  const taken = await remote.size(file.name);
  const arrive = (compared: readonly Comparison[]) => {
    parcel.arrived(file, {
      location: remote.locate(file.name),
      size: file.size,
      compared,
    });
  };
  if (known === "renaming" && partial === null && taken === file.size) {
    // It was renamed, but nobody lived to write that down.
    arrive(["size"]);
    return;
  }
  if (taken !== null && parcel.existing === "refuse")
    throw alreadyThere(remote.name, file.name);

  const offset =
    remote.resumes && partial !== null && partial >= 0 && partial <= file.size
      ? partial
      : 0;
  if (known === undefined) parcel.remember(file, "sending");
  parcel.progressed(file, offset);
  if (offset < file.size || file.size === 0) {
    const content = outgoingContent(file, offset, parcel.signal);
    try {
      await remote.write({
        path: temporary,
        offset,
        length: file.size - offset,
        chunks: content.chunks,
        onBytes: (bytes) => {
          parcel.progressed(file, offset + bytes);
        },
      });
    } catch (error) {
      throw content.failure() ?? error;
    } finally {
      // Not every library lets go of what it was reading.
      await content.chunks.return();
    }
  }
  parcel.signal.throwIfAborted();

  const compared: Comparison[] = ["size"];
  const readBack = verify === "content" || (verify === "resumed" && offset > 0);
  const size = await remote.size(temporary);
  if (remote.resumes && size !== null && size > offset && size < file.size) {
    // Some protocols take a line that was cut for the end of the file.
    throw targetError(
      "target.interrupted",
      remote.name,
      `Only ${String(size)} of ${String(file.size)} bytes of ${file.name} arrived in ${remote.name}.`,
    );
  }
  let right = size === file.size;
  if (right && readBack) {
    right = (await sha256Of(remote.read(temporary))) === file.sha256;
    compared.push("sha256");
  }
  parcel.signal.throwIfAborted();
  if (!right) {
    await remote.remove(temporary);
    throw arrivedChanged(remote.name, file.name);
  }
  parcel.remember(file, "renaming");
  await remote.rename(temporary, file.name, parcel.existing === "replace");
  arrive(compared);
}

/** Writes a small file where packages would go, reads its size, and removes it. */
export async function probeFolder(
  remote: RemoteFolder,
  checked: (sentence: string) => void,
): Promise<void> {
  const path = `.holdall-${randomUUID()}.part`;
  const content = Buffer.from("Holdall was here; this file can be removed.\n");
  try {
    await remote.write({
      path,
      offset: 0,
      length: content.length,
      chunks: (async function* () {
        yield content;
      })(),
      onBytes: () => {},
    });
    if ((await remote.size(path)) !== content.length)
      throw arrivedChanged(remote.name, path);
  } finally {
    await remote.remove(path);
  }
  checked(`A file was written to ${remote.name} and removed again.`);
  const free = await remote.freeBytes();
  if (free !== null) checked(`${String(free)} bytes are free there.`);
}

/** Removes the files that did not get their final name. */
export async function discardFromFolder(
  remote: RemoteFolder,
  parcel: AnyParcel,
): Promise<void> {
  for (const file of parcel.files) {
    if (parcel.recall(file) !== undefined)
      await remote.remove(temporaryPath(file));
  }
}
