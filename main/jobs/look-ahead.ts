import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Item } from "../domain/catalog.ts";
import { toErrorView, type ErrorView } from "../domain/errors.ts";
import type { LossKind, PlannedExport, Range } from "../domain/preflight.ts";
import { grownSelection, type ExportRequest } from "../domain/run-request.ts";
import type { Problem } from "../domain/run.ts";
import type { Format } from "../formats/format.ts";
import type { Packer } from "../packers/packer.ts";
import { createBitstreamStore } from "../store/bitstream-store.ts";
import { openSnapshot, type CatalogSnapshot } from "../store/catalog.ts";
import type { ChosenItems, FilesOfType } from "../store/chosen-items.ts";
import { cutOf, volumeLimits } from "./cut-plan.ts";
import type { PlanCut } from "./make-plan.ts";
import { formatContext } from "./format-context.ts";
import type { JobPaths } from "./protocol.ts";
import { refuseEmptySearch } from "./refuse-empty-search.ts";
import { restrictedFiles } from "./restricted-files.ts";
import { roomOfItem } from "./volume-room.ts";

/** Up to this many items are looked at one by one; of more, a sample of about so many. */
const lookedAt = 5000;
/** Milliseconds after which no more items, and no more files, are looked at. */
const patience = 4000;
const chunk = 200;
/** Objects that are named of each kind of loss. */
const mostNamed = 5;
/** What the records of an archive take for an entry, besides its path: less than this. */
const entryRecords = 192;

export interface LookAhead {
  readonly request: ExportRequest;
  readonly paths: JobPaths;
  readonly format: Format;
  readonly packer: Packer;
  /** Whether everything is to be looked at, however long it takes. */
  readonly thorough: boolean;
}

/**
 * Finds out what an export would pack, from one snapshot of the catalog. Counts are exact; what takes a look at each
 * item is exact up to some thousand items, and found from a sample of more.
 * @throws AppError input.invalid, catalog.*
 */
export async function lookAhead(
  ahead: LookAhead,
): Promise<{ plan: PlannedExport; hindrance: ErrorView | null }> {
  const { request, paths, packer, format } = ahead;
  await format.prepare?.(request.options);
  const { options, selection } = request;
  const everything = grownSelection(request);
  const limits = volumeLimits(options, packer);
  const snapshot = openSnapshot(
    paths.catalog,
    request.scope ?? null,
    request.selection,
  );
  const work = mkdtempSync(join(tmpdir(), "holdall-preflight-"));
  try {
    const items = snapshot.selection.choose(everything, options.withdrawn);
    const chosen = snapshot.chosen();
    const today = new Date().toISOString().slice(0, 10);
    const types = options.bitstreams ? chosen.filesOfTypes(today) : [];
    const packed = types.map((type) => leaveOut(type, request));
    const files = sum(packed, (type) => type.files);
    const bytes = sum(packed, (type) => type.bytes);
    const unfinished = snapshot.selection.unfinished(everything);
    const cut = await cutOf({
      ...ahead,
      limits,
      snapshot,
      changes: () => null,
      work,
    });
    const seen = lookAtItems(ahead, snapshot, chosen, items, today, cut);
    const scale = seen.items === 0 ? 0 : items / seen.items;
    return {
      plan: {
        items,
        withdrawnLeftOut: options.withdrawn
          ? 0
          : snapshot.selection.withdrawn(selection),
        unfinishedLeftOut: unfinished.count,
        files,
        bytes,
        archive: archiveSize(packed, seen, scale, packer),
        volumes:
          limits === null
            ? null
            : seen.items === items
              ? { least: seen.volumes, most: seen.volumes }
              : volumesFor(seen.room * scale, limits.bytes),
        restricted: {
          choice: options.restricted ?? "include",
          files: sum(types, (type) => type.closedFiles),
          bytes: sum(types, (type) => type.closedBytes),
          embargoed: sum(types, (type) => type.embargoed),
        },
        losses: { looked: seen.items, kinds: seen.kinds },
        store: options.bitstreams
          ? lookAtStore(ahead, chosen)
          : { looked: 0, missing: 0, wrongSize: 0, first: [] },
      },
      hindrance: hindranceOf(request, items, unfinished.count, snapshot),
    };
  } finally {
    snapshot.close();
    rmSync(work, { recursive: true, force: true });
  }
}

function hindranceOf(
  request: ExportRequest,
  items: number,
  unfinished: number,
  snapshot: CatalogSnapshot,
): ErrorView | null {
  try {
    refuseEmptySearch(request, items, unfinished, snapshot);
    return null;
  } catch (error) {
    return toErrorView(error);
  }
}

function leaveOut(type: FilesOfType, { options }: ExportRequest) {
  const { mimeType, files, bytes, closedFiles, closedBytes } = type;
  return options.restricted === "leave-out"
    ? { mimeType, files: files - closedFiles, bytes: bytes - closedBytes }
    : { mimeType, files, bytes };
}

interface SeenItems {
  readonly items: number;
  /** Bytes of what the format makes for the items. */
  readonly made: number;
  /** Bytes of the records of all entries, at most. */
  readonly records: number;
  /** Room the items take in volumes, and how many volumes that are. */
  readonly room: number;
  readonly volumes: number;
  readonly kinds: readonly LossKind[];
}

function lookAtItems(
  { request, format, thorough, packer }: LookAhead,
  snapshot: CatalogSnapshot,
  chosen: ChosenItems,
  total: number,
  today: string,
  cut: PlanCut | null,
): SeenItems {
  const context = formatContext(
    request,
    snapshot,
    (id) => (chosen.has(id) ? "item_00000" : null),
    (wanted) => wanted,
  );
  const end = performance.now() + patience;
  const part = thorough || total <= lookedAt ? 1 : lookedAt / total;
  const kinds = new Map<string, Losses>();
  let items = 0;
  let made = 0;
  let records = 0;
  let room = 0;
  let volumes = 1;

  const look = (
    item: Item,
    closed: ReadonlyMap<number, string | null>,
  ): void => {
    const planned = format.planItem(item, ++items, context);
    const treated = restrictedFiles(planned, closed, context);
    const { entries, problems } = format.itemEntries(
      item,
      planned,
      treated.omitted,
      context,
    );
    for (const { path, source } of entries) {
      if (source.kind === "bytes") made += source.bytes.length;
      const size = source.kind === "bitstream" ? source.size : 0;
      // Each entry is a line of the manifest, too.
      records +=
        Math.max(
          packer.measure.entry(path, size) - size,
          entryRecords + 2 * path.length,
        ) +
        path.length +
        68;
    }
    if (cut !== null) {
      const taken = roomOfItem(
        item,
        planned,
        treated,
        format,
        context,
        cut.measure,
      );
      room += taken.bytes;
      if (cut.cutter.add(taken)) volumes += 1;
    }
    note(kinds, item, format.losses?.(item, planned, context) ?? problems);
  };

  let some = chosen.sample(part, 0, chunk);
  while (some.length > 0 && (thorough || performance.now() < end)) {
    const closed = new Map(
      request.options.restricted === undefined
        ? []
        : snapshot.closedFiles
            .ofItems(some, today)
            .map(({ bitstream, opens }) => [bitstream, opens] as const),
    );
    for (const item of snapshot.items.load(some, true)) look(item, closed);
    some = chosen.sample(part, some.at(-1) ?? 0, chunk);
  }
  const found = [...kinds.values()].sort((a, b) => b.count - a.count);
  return { items, made, records, room, volumes, kinds: found };
}

interface Losses extends LossKind {
  count: number;
  readonly first: { uuid: string; handle: string | null }[];
}

function note(
  kinds: Map<string, Losses>,
  { uuid, handle }: Item,
  problems: readonly Problem[],
): void {
  for (const { code, severity, message, action } of problems) {
    // What is left out because of who may read it is counted by itself.
    if (code === "bitstream.restricted") continue;
    const key = `${severity} ${code}`;
    let kind = kinds.get(key);
    if (kind === undefined) {
      kind = { code, severity, message, action, count: 0, first: [] };
      kinds.set(key, kind);
    }
    kind.count += 1;
    if (kind.first.length < mostNamed && kind.first.at(-1)?.uuid !== uuid)
      kind.first.push({ uuid, handle });
  }
}

/** What is compressed already, or nothing to compress. */
const dense =
  /^(?:image\/(?:jpeg|png|gif|webp|avif|heic|jp2|jpx)|video\/|audio\/(?!x-wav|wav|x-aiff)|application\/(?:pdf|zip|gzip|x-7z|x-rar|x-bzip|x-xz|epub|vnd\.openxml|vnd\.oasis|java-archive))/;

/** How small content can become: what is dense hardly changes; text of one word repeated nearly vanishes. */
function least({ mimeType, bytes }: Pick<FilesOfType, "mimeType" | "bytes">) {
  return dense.test(mimeType) ? bytes * 0.6 : bytes * 0.01;
}

function archiveSize(
  packed: readonly Pick<FilesOfType, "mimeType" | "bytes">[],
  { made, records }: SeenItems,
  scale: number,
  packer: Packer,
): Range {
  const bytes = sum(packed, (type) => type.bytes);
  const slack = 65_536;
  return {
    least: Math.floor(
      packer.compresses
        ? sum(packed, least) + made * scale * 0.02
        : bytes + made * scale * 0.9,
    ),
    most: Math.ceil(bytes + (made + records) * scale * 1.05) + slack,
  };
}

/** A volume is cut between items, so that some room in each stays free. */
function volumesFor(room: number, limit: number): Range {
  return {
    least: Math.max(1, Math.ceil(room / limit)),
    most: Math.max(1, Math.ceil((room * 2) / limit)),
  };
}

/** Looks whether the files are where they should be, as large as they should be; what is in them is not read. */
function lookAtStore(
  { paths, thorough }: LookAhead,
  chosen: ChosenItems,
): PlannedExport["store"] {
  const { fileOf } = createBitstreamStore(paths.store);
  const end = performance.now() + patience;
  const first: PlannedExport["store"]["first"][number][] = [];
  const counts = { missing: 0, "wrong-size": 0 };
  let looked = 0;
  for (const { item, name, sha256, size } of chosen.contents()) {
    if (!thorough && looked % 256 === 255 && performance.now() > end) break;
    looked += 1;
    const found = statSync(fileOf(sha256), { throwIfNoEntry: false });
    if (found?.isFile() === true && found.size === size) continue;
    const fault = found?.isFile() === true ? "wrong-size" : "missing";
    counts[fault] += 1;
    if (first.length < mostNamed) first.push({ item, name, fault });
  }
  return {
    looked,
    missing: counts.missing,
    wrongSize: counts["wrong-size"],
    first,
  };
}

function sum<Value>(
  values: readonly Value[],
  of: (value: Value) => number,
): number {
  return values.reduce((total, value) => total + of(value), 0);
}
