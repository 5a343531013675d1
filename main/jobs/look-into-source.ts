import { mkdirSync, rmSync, statfsSync, statSync } from "node:fs";
import { join } from "node:path";
import type { ContentRef } from "../domain/content-ref.ts";
import type { SourceLook } from "../domain/known-source.ts";
import type { ImportRequest } from "../domain/run-request.ts";
import type { Problem } from "../domain/run.ts";
import { createCatalog } from "../store/catalog.ts";
import { filesOf } from "./import-item.ts";
import { itemKeyOf, sourceKeyOf } from "./import-keys.ts";
import { findSource } from "./open-source.ts";
import type { JobPaths } from "./protocol.ts";

export interface LookInput {
  readonly request: ImportRequest;
  readonly paths: JobPaths;
  /** A folder for working files; made, and removed afterwards. */
  readonly scratch: string;
  /** Milliseconds after which no further item is begun. */
  readonly patience: number;
}

/** So many problems, titles and collections are told; the others are counted. */
const most = { problems: 100, titles: 5, collections: 20 };

/**
 * Opens a source and reads its items as an import would, without taking anything in.
 * @throws AppError source.unknown, archive.*, file.*, disk.full
 */
export async function lookIntoSource(input: LookInput): Promise<SourceLook> {
  const { request, paths, scratch } = input;
  const problems = { error: 0, warning: 0, note: 0 };
  const first: Problem[] = [];
  const report = (problem: Problem): void => {
    problems[problem.severity] += 1;
    if (first.length < most.problems) first.push(problem);
  };
  const { signal } = new AbortController();
  mkdirSync(scratch, { recursive: true });
  try {
    const { bavail, bsize } = statfsSync(scratch);
    const freeBytes = (bavail * bsize) / 2;
    const { source, path } = await findSource(request, {
      report,
      workFolder: join(scratch, "unpacked"),
      freeBytes,
      signal,
    });
    const workFolder = join(scratch, "source");
    mkdirSync(workFolder, { recursive: true });
    const opened = await source.open(path, {
      report,
      workFolder,
      freeBytes,
      signal,
      options: {
        ...(request.encoding === null ? {} : { encoding: request.encoding }),
        ...(request.delimiter === null ? {} : { delimiter: request.delimiter }),
        ...(request.assetstore === null
          ? {}
          : { assetstore: request.assetstore }),
      },
    });
    const catalog = createCatalog(paths.catalog);
    const sourceKey = sourceKeyOf(request);
    const counts = {
      items: 0,
      alreadyThere: 0,
      refused: 0,
      files: 0,
      bytes: 0,
    };
    const titles: string[] = [];
    let complete = true;
    const until = Date.now() + input.patience;
    try {
      for await (const item of opened.items()) {
        counts.items += 1;
        if (item.refused === true) counts.refused += 1;
        else {
          const key = itemKeyOf(catalog, request, sourceKey, item);
          if (catalog.imports.find(sourceKey, key) !== null)
            counts.alreadyThere += 1;
          for (const { content } of filesOf(item)) {
            counts.files += 1;
            counts.bytes += sizeOf(content);
          }
          if (titles.length < most.titles)
            titles.push(
              item.metadata.find(
                ({ element, qualifier }) =>
                  element === "title" && qualifier === null,
              )?.value ?? item.key,
            );
        }
        if (Date.now() > until) {
          complete = opened.total === counts.items;
          break;
        }
      }
      return {
        kind: source.id,
        ...counts,
        total: opened.total,
        complete,
        collections: (opened.structure?.collections ?? [])
          .slice(0, most.collections)
          .map(({ name }) => name),
        titles,
        problems,
        first,
      };
    } finally {
      catalog.close();
      await opened.close();
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Size of a file in bytes; 0 for one that is not there, which the import will tell. */
function sizeOf(content: ContentRef): number {
  switch (content.kind) {
    case "bytes":
      return content.bytes.length;
    case "zip-entry":
      return content.size;
    case "file":
      return statSync(content.path, { throwIfNoEntry: false })?.size ?? 0;
  }
}
