import { existsSync } from "node:fs";
import { basename } from "node:path";
import {
  isArchiveOf,
  packerOf,
  type EasydbTransport,
} from "../core/easydb-transports.ts";
import type { OutgoingFile } from "../domain/delivery.ts";
import { AppError } from "../domain/errors.ts";
import type { Run } from "../domain/run.ts";
import { openListing } from "./package-listing.ts";

/**
 * The files of a finished run under names that say of which saved export and when they are, so that no run overwrites
 * what another has delivered.
 * @throws AppError file.not-found
 */
export function outgoingFiles(run: Run | null, name: string): OutgoingFile[] {
  const result = run?.result ?? null;
  if (
    run === null ||
    result === null ||
    !("path" in result) ||
    result.path === ""
  ) {
    throw new AppError("file.not-found", "The run has no archive any more.", {
      remedy: "Run the saved export again.",
    });
  }
  const date = new Date(run.createdAt)
    .toISOString()
    .slice(0, 19)
    .replaceAll(":", "-");
  // Two saved exports may have names that are alike, and begin in the same second.
  const label = `${safeName(name)}-${date}-${String(run.id)}`;
  const volumes = result.volumes ?? [];
  if (volumes.length === 0) {
    const { path, size, sha256 } = result;
    return [{ path, name: `${label}${extensionOf(path)}`, size, sha256 }];
  }
  return volumes.map(({ path, size, sha256 }, index) => ({
    path,
    name: `${label}.${String(index + 1)}${extensionOf(path)}`,
    size,
    sha256,
  }));
}

/**
 * What a transport of easydb's dialect brings to its target: the archives that were made for it, or all files in a folder.
 * @param linkTo where people can fetch an archive
 * @throws AppError file.not-found
 */
export function transportFiles(
  transport: EasydbTransport,
  run: Run | null,
  linkTo: (archive: string) => string | undefined,
): OutgoingFile[] {
  const result = run?.result ?? null;
  if (result === null || !("path" in result) || !existsSync(result.path))
    throw new AppError("file.not-found", "The run has no files any more.", {
      remedy: "Run the export again.",
    });
  const packer = packerOf(transport);
  if (packer !== null)
    return (result.archives ?? [])
      .filter((one) => one.packer === packer)
      .flatMap(({ files }) => files)
      .filter(({ name }) => isArchiveOf(transport, name))
      .map((file) => {
        const link = linkTo(file.name);
        return { ...file, ...(link === undefined ? {} : { link }) };
      });
  const listing = openListing(result.path);
  try {
    return listing.all().map(({ path, at, size, sha256 }) => ({
      path: at,
      name: `${transport.name}/${path}`,
      size,
      sha256,
    }));
  } finally {
    listing.close();
  }
}

function extensionOf(path: string): string {
  return /(?:\.tar)?\.[a-z0-9]+$/.exec(basename(path))?.[0] ?? "";
}

/** A name that every target takes as one part of a path. */
function safeName(name: string): string {
  const safe = name
    .normalize("NFC")
    .replace(/[^\p{L}\p{N}._-]+/gu, "_")
    .replace(/^[._-]+|[._-]+$/g, "")
    .slice(0, 80);
  return safe === "" ? "export" : safe;
}
