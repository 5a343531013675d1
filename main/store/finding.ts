import type { Database } from "better-sqlite3";
import type { ReadScope } from "../core/access.ts";
import type { FacetAsked, FacetValue } from "../core/facets.ts";
import type { ItemChoice } from "../core/items.ts";
import { createFacetCounter } from "./facet-counter.ts";
import { ownRoom, type FindingRoom } from "./finding-room.ts";
import { createItemFinder } from "./item-finder.ts";
import { createItemPageReader } from "./item-page-reader.ts";
import { createItemRecords } from "./item-records.ts";
import { createKeptAnswers } from "./kept-answers.ts";
import { createObjectStore } from "./object-store.ts";
import { stillAsked } from "./still-asked.ts";
import { openCatalogReadOnly } from "./open.ts";
import type { PackedItems } from "./packed-items.ts";

export type Finding = ReturnType<typeof createFinding>;

/** Finds items of a choice, in pages, as a number, and by what they have in common. */
export function createFinding(
  database: Database,
  revision: () => number,
  room: FindingRoom,
) {
  const kept = createKeptAnswers(room.keptAnswers, revision);
  const finder = createItemFinder(database, revision, room, kept);
  const { page, ids, totals, totalsOf } = createItemPageReader(
    database,
    finder,
  );
  const countValues = createFacetCounter(database);
  const { packed } = createItemRecords(database);

  async function countFacets(
    choice: ItemChoice,
    scope: ReadScope | null,
    asked: readonly FacetAsked[],
    patient = false,
  ): Promise<readonly (readonly FacetValue[])[] | null> {
    const most = patient ? room.mostFacetedPatiently : room.mostFaceted;
    if ((await finder.count(choice, scope)) > most) return null;
    const counting = countValues(asked);
    for await (const ids of finder.slices(choice, scope)) {
      stillAsked.check();
      if (!counting.add(ids)) return null;
    }
    return counting.result();
  }

  return {
    positions: finder.positions,
    ranked: finder.ranked,
    /** Items as they are listed, for another thread: see `unpackItems`. */
    packed: (ids: readonly number[]): Promise<PackedItems> =>
      Promise.resolve(packed(ids)),
    page,
    ids,
    totals,
    totalsOf,
    /** The values of the items of a choice for each that is asked; null when there are too many items to look at. */
    facets: kept.of(countFacets),
  };
}

/**
 * The same with a connection of its own, for a thread that does nothing else. It sees what is committed when it is asked.
 * @throws AppError as {@link openCatalogReadOnly}
 */
export function openFinding(
  file: string,
  room = ownRoom,
): Finding & { close(): void } {
  const database = openCatalogReadOnly(file);
  return {
    ...createFinding(database, createObjectStore(database).revision, room),
    close(): void {
      database.close();
    },
  };
}
