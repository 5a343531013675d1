import type { Database } from "better-sqlite3";
import { setImmediate as turn } from "node:timers/promises";
import type { ReadScope } from "../core/access.ts";
import type { ItemChoice } from "../core/items.ts";
import { createChoiceFilter } from "./choice-filter.ts";
import type { FindingRoom } from "./finding-room.ts";
import type { Position, Step } from "./item-position.ts";
import {
  comparePositions,
  createItemWalk,
  isDateSort,
  type ItemOrder,
} from "./item-walk.ts";
import type { KeptAnswers } from "./kept-answers.ts";
import { createSearchHits, hasBit, type Hits } from "./search-hits.ts";
import { stillAsked } from "./still-asked.ts";
import { createTitleOrder } from "./title-order.ts";
import { createVisibleItems } from "./visible-items.ts";
import { createWalkMarks, markEvery } from "./walk-marks.ts";

/** Positions looked at in one go while a filter is applied; other work of the thread gets its turn in between. */
const batch = 2_000;
/** Up to so many items are put in order in memory where no index does it. */
const mostOrdered = 5_000;
/** Hits whose rights are looked at one by one, even where it would soon be known what everybody may see. */
const mostLookedAt = 10_000;
/** Pages of more positions than this are not kept. */
const longestKept = 200;

export type ItemFinder = ReturnType<typeof createItemFinder>;

/** Finds items of a choice: where they stand in an order, from any place on, and how many there are. */
export function createItemFinder(
  database: Database,
  revision: () => number,
  room: FindingRoom,
  kept: KeptAnswers,
) {
  const walk = createItemWalk(database);
  const search = createSearchHits(database, room);
  const titles = room.keepsOrder ? createTitleOrder(database) : null;
  const { unseenNow, among } = createChoiceFilter(database, revision);
  const visible = room.keepsOrder
    ? createVisibleItems(database, (ids, listed, scope) =>
        among(ids, null, { collections: null, query: null, listed }, scope),
      )
    : null;
  /** What somebody may see of the whole catalog; null where each item must be looked at. */
  const seenBy = async (
    { collections, listed = false }: ItemChoice,
    scope: ReadScope | null,
    hits: Hits | null,
  ): Promise<((id: number) => boolean) | null> => {
    if (scope === null || collections !== null || hits === null) return null;
    const bits = () => visible?.of(listed, scope) ?? null;
    let seen = bits();
    // Many ask as nobody in particular: to wait for it once takes less than to look at all hits for each of them.
    if (seen === null && scope.account === null && hits.count > mostLookedAt) {
      await visible?.settled();
      seen = bits();
    }
    return seen === null ? null : hasBit(seen);
  };
  const countAll = database
    .prepare<[], number>(
      "SELECT count(*) FROM item WHERE collection_id IS NOT NULL",
    )
    .pluck();
  const countIn = database
    .prepare<[string], number>(
      "SELECT coalesce(sum(items), 0) FROM collection WHERE id IN (SELECT value FROM json_each(?))",
    )
    .pluck();
  /** How often items of the collections are in more than one of them. */
  const countTwice = database
    .prepare<[string, string], number>(
      `SELECT coalesce(sum(times - 1), 0) FROM (
         SELECT (SELECT count(*) FROM collection_item o WHERE o.item_id = m.item_id
                 AND o.collection_id IN (SELECT value FROM json_each(?))) AS times
         FROM (SELECT DISTINCT item_id FROM collection_item
               WHERE owning = 0 AND collection_id IN (SELECT value FROM json_each(?))) m)`,
    )
    .pluck();
  const membersOf = database
    .prepare<[string], number>(
      "SELECT DISTINCT item_id FROM collection_item WHERE collection_id IN (SELECT value FROM json_each(?))",
    )
    .pluck();
  const marks = createWalkMarks();

  const hitsOf = async (choice: ItemChoice): Promise<Hits | null> => {
    if (choice.expression !== undefined)
      return search.matching(choice.expression, revision());
    return choice.query === null ? null : search.find(choice.query, revision());
  };

  /** All ids that fit, ascending, in slices; the thread is free between two. */
  async function* slices(
    choice: ItemChoice,
    hits: Hits | null,
    scope: ReadScope | null,
  ): AsyncGenerator<ReadonlySet<number>> {
    const { collections } = choice;
    if (hits !== null) {
      for (let after = 0; ;) {
        const ids = hits.next(after, batch);
        const last = ids.at(-1);
        if (last === undefined) return;
        after = last;
        yield among(ids, collections, choice, scope);
        await turn();
      }
    }
    const order: ItemOrder = { sort: "id", descending: false };
    for (let after: Position | null = null; ;) {
      const { positions, end } = await walk.next(
        revision(),
        collections,
        order,
        after,
        batch,
      );
      yield among(
        positions.map(({ id }) => id),
        null,
        choice,
        scope,
      );
      if (end === null) return;
      after = end;
      await turn();
    }
  }

  const countOnce = kept.of(
    async (choice: ItemChoice, scope: ReadScope | null) =>
      countNow(choice, await hitsOf(choice), scope),
  );

  async function countNow(
    choice: ItemChoice,
    hits: Hits | null,
    scope: ReadScope | null,
  ): Promise<number> {
    if (hits === null && scope === null && choice.listed !== true) {
      if (choice.collections === null) return countAll.get() ?? 0;
      const list = JSON.stringify(choice.collections);
      return (countIn.get(list) ?? 0) - (countTwice.get(list, list) ?? 0);
    }
    const all =
      scope === null && choice.listed !== true && choice.collections === null;
    if (hits !== null && all) return hits.count;
    if (scope === null && choice.collections === null) {
      // What nobody is to find is looked for among the hits, not the other way round.
      const few = unseenNow();
      if (few !== null)
        return hits === null
          ? (countAll.get() ?? 0) - few.size
          : hits.count - [...few].filter((id) => hits.has(id)).length;
    }
    const seen = await seenBy(choice, scope, hits);
    if (hits !== null && seen !== null) return hits.countOf(seen);
    let total = 0;
    for await (const ids of slices(choice, hits, scope)) {
      stillAsked.check();
      total += ids.size;
    }
    return total;
  }

  /** What is few is put in order as a whole; null when it is not known to be few. */
  function fewOf(
    { collections }: ItemChoice,
    hits: Hits | null,
    order: ItemOrder,
  ): readonly number[] | null {
    if (hits !== null) return hits.few;
    // No index has these orders within a collection.
    if (collections === null || !isDateSort(order.sort)) return null;
    const list = JSON.stringify(collections);
    return (countIn.get(list) ?? 0) > mostOrdered ? null : membersOf.all(list);
  }

  /** Positions that fit, from one on, in slices; the thread is free between two. */
  async function* fitting(
    choice: ItemChoice,
    hits: Hits | null,
    order: ItemOrder,
    after: Position | null,
    limit: number,
    scope: ReadScope | null,
  ): AsyncGenerator<readonly Position[]> {
    const few = fewOf(choice, hits, order);
    let along =
      hits !== null &&
      hits.count > 0 &&
      choice.collections === null &&
      order.sort === "title" &&
      (few === null || few.length > room.mostSorted) &&
      titles?.isReady() === true
        ? titles
        : null;
    if (few !== null && along === null) {
      yield walk
        .order([...among(few, choice.collections, choice, scope)], order)
        .filter(
          (position) =>
            after === null || comparePositions(position, after, order) > 0,
        );
      return;
    }
    const seen = await seenBy(choice, scope, hits);
    const filtered =
      seen === null && (scope !== null || choice.listed === true);
    // Where most fit, the first step finds enough; where few do, steps grow.
    let size = Math.min(limit, batch);
    const isHit = hits?.lookup();
    const has =
      isHit === undefined || seen === null
        ? isHit
        : (id: number) => isHit(id) && seen(id);
    for (let from = after; ; size = Math.min(2 * size, batch)) {
      const known: Step | null =
        along !== null && has !== undefined
          ? along.next(order.descending, from, size, has)
          : null;
      if (known === null) along = null;
      const step =
        known ??
        (await walk.next(revision(), choice.collections, order, from, size));
      let found = step.positions;
      if (has !== undefined && known === null)
        found = found.filter(({ id }) => has(id));
      if (filtered) {
        const allowed = among(
          found.map(({ id }) => id),
          null,
          choice,
          scope,
        );
        found = found.filter(({ id }) => allowed.has(id));
      }
      yield found;
      if (step.end === null) return;
      from = step.end;
      await turn();
    }
  }

  async function findPositions(
    choice: ItemChoice,
    order: ItemOrder,
    after: Position | null,
    skip: number,
    limit: number,
    scope: ReadScope | null,
  ): Promise<{ positions: readonly Position[]; total: number }> {
    const hits = await hitsOf(choice);
    let from = after;
    let passOver = skip;
    const found: Position[] = [];
    if (after === null && skip >= markEvery) {
      const leap =
        hits === null && scope === null && choice.listed !== true
          ? await walk.leap(revision(), choice.collections, order)
          : undefined;
      const known = marks.of(
        JSON.stringify([revision(), choice, order, scope]),
        () => fitting(choice, hits, order, null, batch, scope),
        leap,
      );
      ({ position: from, rest: passOver } = await known.before(skip));
      if (leap !== undefined && passOver > 0) {
        from = leap(from, passOver);
        passOver = 0;
        if (from === null)
          return { positions: found, total: await countOnce(choice, scope) };
      }
    }
    for await (const part of fitting(
      choice,
      hits,
      order,
      from,
      passOver + limit,
      scope,
    )) {
      stillAsked.check();
      const taken = part.slice(passOver);
      passOver -= Math.min(passOver, part.length);
      found.push(...taken.slice(0, limit - found.length));
      if (found.length >= limit) break;
    }
    return { positions: found, total: await countOnce(choice, scope) };
  }
  const findOnce = kept.of(findPositions);

  /** All hits that fit, the best first; null when they are too many to be compared, or nothing tells better from worse. */
  const rankOnce = kept.of(
    async (
      choice: ItemChoice,
      scope: ReadScope | null,
    ): Promise<Uint32Array | null> => {
      const hits = await hitsOf(choice);
      if (hits === null || hits.count > room.mostRanked) return null;
      const best = search.ranked(hits);
      if (best === null) return null;
      const seen = await seenBy(choice, scope, hits);
      if (seen !== null) return Uint32Array.from(best.filter(seen));
      const allowed = among(best, choice.collections, choice, scope);
      return Uint32Array.from(best.filter((id) => allowed.has(id)));
    },
  );

  return {
    positions: (
      choice: ItemChoice,
      order: ItemOrder,
      after: Position | null,
      skip: number,
      limit: number,
      scope: ReadScope | null,
    ): ReturnType<typeof findPositions> =>
      // Without words it is a walk along an index, which costs no more than to keep what it found.
      (choice.query === null && choice.expression === undefined) ||
      limit > longestKept
        ? findPositions(choice, order, after, skip, limit, scope)
        : findOnce(choice, order, after, skip, limit, scope),
    /**
     * A page of hits, the best first; null when they are too many to be compared, or nothing tells better from worse.
     */
    async ranked(
      choice: ItemChoice,
      skip: number,
      limit: number,
      scope: ReadScope | null,
    ): Promise<{ ids: readonly number[]; total: number } | null> {
      const best = await rankOnce(choice, scope);
      return best === null
        ? null
        : { ids: [...best.subarray(skip, skip + limit)], total: best.length };
    },
    /** All ids that fit, ascending, in slices; the thread is free between two. */
    async *slices(
      choice: ItemChoice,
      scope: ReadScope | null = null,
    ): AsyncGenerator<ReadonlySet<number>> {
      yield* slices(choice, await hitsOf(choice), scope);
    },
    /** How many fit. */
    count: countOnce,
  };
}
