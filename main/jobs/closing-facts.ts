import { setImmediate as nextTurn } from "node:timers/promises";
import packageFile from "../../package.json" with { type: "json" };
import { grownSelection, type ExportRequest } from "../domain/run-request.ts";
import type {
  CollectionRecord,
  CommunityRecord,
  Format,
  FormatContext,
  ItemLeftOut,
  PackagedItem,
  PackageChanges,
  PackageFacts,
} from "../formats/format.ts";
import type { PackCounts } from "../packers/packer.ts";
import type { CatalogSnapshot } from "../store/catalog.ts";
import type { ExportPlan, PlannedVolume, PlanTotals } from "./export-plan.ts";
import { formatContext } from "./format-context.ts";

export interface ClosingInput {
  readonly snapshot: CatalogSnapshot;
  readonly request: ExportRequest;
  readonly format: Format;
  /** The items that are packed; null while there are none. */
  readonly planned: {
    readonly plan: ExportPlan;
    readonly volume: PlannedVolume;
  } | null;
  readonly totals: PlanTotals;
  readonly counts: PackCounts;
  /** Which of several packages it is; null when it is the only one. */
  readonly volume: PackageFacts["volume"];
  readonly changes: PackageChanges | null;
  readonly work: string;
  readonly manifestFile: string;
  readonly problemsFile: string;
}

/** Gathers what a format needs to close a package. */
export function closingFacts(input: ClosingInput): PackageFacts {
  const { snapshot, request, totals, counts } = input;
  const ids = snapshot.selection.structure(grownSelection(request));
  const context = formatContext(
    request,
    snapshot,
    (itemId) =>
      input.planned === null
        ? null
        : input.planned.plan.folderOf(itemId, input.planned.volume),
    (wanted, key) => input.planned?.plan.pathOf(key) ?? wanted,
  );
  const communities: CommunityRecord[] = [];
  for (const id of ids.communities) {
    const community = snapshot.structure.community(id);
    if (community !== null) communities.push(community);
  }
  const collections: CollectionRecord[] = [];
  for (const id of ids.collections) {
    const collection = snapshot.structure.collection(id);
    if (collection !== null) collections.push(collection);
  }
  return {
    root: request.root,
    options: request.options,
    title: request.title,
    asked: request.asked ?? null,
    selection: request.selection,
    programVersion: packageFile.version,
    volume: input.volume,
    items: counts.items,
    itemsPlanned: totals.items,
    files: counts.files,
    filesPlanned: totals.files,
    bytes: counts.bytes,
    withdrawnLeftOut: request.options.withdrawn
      ? 0
      : snapshot.selection.withdrawn(request.selection),
    unfinishedLeftOut: snapshot.selection.unfinished(grownSelection(request))
      .count,
    lastModified: totals.lastModified,
    communities,
    collections,
    changes: input.changes,
    workFolder: input.work,
    manifestFile: input.manifestFile,
    problemsFile: input.problemsFile,
    context,
    packagedItems: () => packagedItems(input, context),
    leftOut: () => itemsLeftOut(input),
  };
}

/** The items of a package block by block, so that never more than one of them is held. */
async function* packagedItems(
  { planned, snapshot, format }: ClosingInput,
  context: FormatContext,
): AsyncGenerator<PackagedItem> {
  if (planned === null) return;
  const { plan, volume } = planned;
  const end = volume.firstBlock + volume.blocks;
  for (let block = volume.firstBlock; block < end; block += 1) {
    const rows = plan.block(block);
    const positions = new Map(rows.map((row) => [row.itemId, row.n]));
    const ids = rows.map((row) => row.itemId);
    for (const item of snapshot.items.load(ids, true)) {
      const position = positions.get(item.id) ?? 0;
      yield { item, planned: format.planItem(item, position, context) };
    }
    await nextTurn();
  }
}

function* itemsLeftOut({
  snapshot,
  request,
}: ClosingInput): Generator<ItemLeftOut> {
  const { withdrawn } = request.options;
  const grown = grownSelection(request);
  for (const row of snapshot.selection.leftOut(grown, withdrawn)) {
    yield {
      id: row.id,
      uuid: row.uuid,
      handle: row.handle,
      title: row.title,
      collection: { id: row.collectionId, name: row.collection },
      reason: row.withdrawn === 1 ? "withdrawn" : "unfinished",
    };
  }
}
