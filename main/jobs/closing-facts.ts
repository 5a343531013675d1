import type { ExportRequest } from "../domain/run-request.ts";
import type {
  CollectionRecord,
  CommunityRecord,
  PackageFacts,
} from "../formats/format.ts";
import type { PackCounts } from "../packers/packer.ts";
import type { CatalogSnapshot } from "../store/catalog.ts";
import type { PlanTotals } from "./export-plan.ts";

export interface ClosingInput {
  readonly snapshot: CatalogSnapshot;
  readonly request: ExportRequest;
  readonly totals: PlanTotals;
  readonly counts: PackCounts;
  /** Which of several packages it is; null when it is the only one. */
  readonly volume: PackageFacts["volume"];
  readonly work: string;
  readonly manifestFile: string;
  readonly problemsFile: string;
}

/** Gathers what a format needs to close a package. */
export function closingFacts(input: ClosingInput): PackageFacts {
  const { snapshot, request, totals, counts } = input;
  const ids = snapshot.selection.structure(request.selection);
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
    volume: input.volume,
    items: counts.items,
    itemsPlanned: totals.items,
    files: counts.files,
    filesPlanned: totals.files,
    bytes: counts.bytes,
    withdrawnLeftOut: request.options.withdrawn
      ? 0
      : snapshot.selection.withdrawn(request.selection),
    unfinishedLeftOut: snapshot.selection.unfinished(request.selection).count,
    lastModified: totals.lastModified,
    communities,
    collections,
    workFolder: input.work,
    manifestFile: input.manifestFile,
    problemsFile: input.problemsFile,
  };
}
