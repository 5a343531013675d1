import { mkdirSync } from "node:fs";
import { basename, join } from "node:path";
import { archiveForm } from "../archives/archive-form.ts";
import { AppError } from "../domain/errors.ts";
import type { ImportRequest } from "../domain/run-request.ts";
import { sources } from "../sources/index.ts";
import type { Source, SourceContext } from "../sources/source.ts";
import { tarAsZip } from "./tar-as-zip.ts";

/** What a request calls a tar archive: only when it is unpacked can be told what kind of package is in it. */
export const tarSource = {
  id: "tar",
  recognises: (path: string): Promise<boolean> =>
    Promise.resolve(tarForm(path) !== null),
};

/** A source, and where it is to be opened. */
export interface FoundSource {
  readonly source: Source;
  readonly path: string;
}

/**
 * Finds what reads the path of a request. A tar archive is written to the work folder in a form that can be read again
 * and again.
 * @throws AppError source.unknown, archive.*, disk.full, file.*, run.cancelled
 */
export async function findSource(
  request: ImportRequest,
  { report, workFolder, freeBytes, signal }: Omit<SourceContext, "options">,
): Promise<FoundSource> {
  if (request.source !== tarSource.id) {
    const source = sources.find(({ id }) => id === request.source);
    if (source === undefined) throw unknown(request.source);
    return { source, path: request.path };
  }
  const compression = tarForm(request.path);
  if (compression === null) throw unknown(request.path);
  mkdirSync(workFolder, { recursive: true });
  const path = join(workFolder, `${packageName(request.path)}.zip`);
  await tarAsZip({
    tar: request.path,
    compression,
    zip: path,
    freeBytes,
    report,
    signal,
  });
  for (const source of sources)
    if (await source.recognises(path)) return { source, path };
  throw unknown(request.path);
}

/** Name of a package without what says how it is packed. */
export function packageName(path: string): string {
  return basename(path).replace(/(?:\.tar)?\.[A-Za-z0-9]+$/u, "");
}

function tarForm(path: string) {
  try {
    const form = archiveForm(path);
    return form === "folder" || form === "zip" ? null : form;
  } catch {
    return null;
  }
}

function unknown(what: string): AppError {
  return new AppError(
    "source.unknown",
    `${what} is not something that can be imported.`,
    { object: what },
  );
}
