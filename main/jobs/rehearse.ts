import { randomUUID } from "node:crypto";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { AppError } from "../domain/errors.ts";
import type {
  Rehearsal,
  RehearsalDifference,
  RehearsalProgress,
} from "../domain/rehearsal.ts";
import type { Problem } from "../domain/run.ts";
import { sources } from "../sources/index.ts";
import { createCatalog, openSnapshot } from "../store/catalog.ts";
import { compareItems } from "./compare-items.ts";
import { runImport } from "./import-job.ts";
import { tarSource } from "./open-source.ts";
import type { JobPaths } from "./protocol.ts";

export interface RehearsalInput {
  /** The finished package: one file or folder, or all its volumes. */
  readonly archives: readonly string[];
  /** What it came from. */
  readonly paths: JobPaths;
  /** A folder that is not there yet; it is removed again. It takes as much room as the package unpacked. */
  readonly scratch: string;
  /** Items that must come back; null: those that are in the package. */
  readonly planned: number | null;
  /** Whether the package holds files. */
  readonly withFiles: boolean;
  readonly threads: number;
  readonly signal: AbortSignal;
  onProgress(progress: RehearsalProgress): void;
}

const chunk = 100;
const mostNamed = 20;

/**
 * Imports a package into an empty catalog, and compares what comes out with where the package came from: item by item,
 * value by value, file by file.
 * @throws AppError source.unknown when nothing here can read such a package; what importing throws
 */
export async function rehearse(input: RehearsalInput): Promise<Rehearsal> {
  const { scratch, signal } = input;
  const paths: JobPaths = {
    catalog: join(scratch, "catalog.sqlite"),
    store: join(scratch, "store"),
    exports: join(scratch, "exports"),
  };
  const first: RehearsalDifference[] = [];
  let differences = 0;
  const differs = (object: string, message: string): void => {
    differences += 1;
    if (first.length < mostNamed) first.push({ object, message });
  };
  const note = ({ severity, object, message, action }: Problem): void => {
    if (severity === "error") differs(object, `${message} ${action}`);
  };

  const show = (phase: RehearsalProgress["phase"], items: number): void => {
    input.onProgress({ phase, items, itemsTotal: input.planned ?? 0 });
  };

  try {
    for (const folder of [paths.store, paths.exports])
      mkdirSync(folder, { recursive: true });
    createCatalog(paths.catalog).close();
    let refused = 0;
    let before = 0;
    let imported = 0;
    for (const archive of input.archives) {
      const request = await requestFor(archive);
      const { itemsRefused } = await runImport(
        {
          run: { id: 0, uuid: randomUUID(), origin: "holdall" },
          request,
          paths,
          threads: input.threads,
          signal,
          report: {
            progress: ({ items }) => {
              imported = before + items;
              show("importing", imported);
            },
            log: () => undefined,
            problem: note,
          },
        },
        request,
      );
      refused += itemsRefused;
      before = imported;
    }
    return await compare(refused);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }

  async function compare(refused: number): Promise<Rehearsal> {
    const source = createCatalog(input.paths.catalog);
    const copy = openSnapshot(paths.catalog);
    const copied = createCatalog(paths.catalog);
    let same = 0;
    let seen = 0;
    let changedSince = 0;
    let files = 0;
    const cameBack = (uuid: string) => copied.objects.byUuid(uuid) !== null;
    const look = (ids: readonly number[]) => {
      for (const after of copy.items.load(ids, true)) {
        seen += 1;
        files += after.bundles.reduce(
          (sum, { bitstreams }) => sum + bitstreams.length,
          0,
        );
        const found = source.objects.byUuid(after.uuid);
        const before =
          found?.kind === "item"
            ? source.reader.load([found.id], true)[0]
            : undefined;
        const object = after.handle ?? after.uuid;
        if (before === undefined) {
          differs(object, "The catalog has no such item.");
          continue;
        }
        if (before.lastModified > after.lastModified) {
          changedSince += 1;
          continue;
        }
        const messages = compareItems(before, after, {
          withFiles: input.withFiles,
          cameBack,
        });
        for (const message of messages) differs(object, message);
        if (messages.length === 0) same += 1;
      }
    };
    try {
      let ids: number[] = [];
      for (const id of copy.selection.items({ kind: "site" }, true)) {
        ids.push(id);
        if (ids.length < chunk) continue;
        look(ids);
        ids = [];
        show("comparing", seen);
        await nextTurn();
        signal.throwIfAborted();
      }
      look(ids);
    } finally {
      copy.close();
      copied.close();
      source.close();
    }
    const items = input.planned ?? seen + refused;
    const lost = items - seen - refused;
    if (lost > 0)
      differs(
        input.archives[0] ?? "",
        `${String(lost)} ${lost === 1 ? "item" : "items"} did not come back.`,
      );
    return { items, same, changedSince, files, differences, first };
  }
}

async function requestFor(path: string) {
  let source: string | null = null;
  for (const { id, recognises } of [tarSource, ...sources])
    if (source === null && (await recognises(path))) source = id;
  if (source === null)
    throw new AppError(
      "source.unknown",
      `${path} is no package that can be imported again.`,
      { object: path },
    );
  return {
    kind: "import" as const,
    source,
    path,
    collection: null,
    newCollection: null,
    community: null,
    strict: false,
    newIdentifiers: false,
    encoding: null,
    delimiter: null,
    assetstore: null,
  };
}
