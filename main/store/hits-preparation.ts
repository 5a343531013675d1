import type { Database } from "better-sqlite3";
import { findCommonBeginnings } from "./common-beginnings.ts";
import { createIdReader } from "./id-reader.ts";
import { packHits } from "./packed-hits.ts";
import { createPreparedHits } from "./prepared-hits.ts";
import { createTextChanges } from "./text-changes.ts";

/** When hits are kept, and how they are kept up. */
export interface PreparationRules {
  /** Fewer items are searched in no time. */
  readonly fewestItems: number;
  /** Fewer hits are found in no time. */
  readonly fewestHits: number;
  /** With more changes beside them they are brought up to date. */
  readonly mostChanges: number;
}

export const preparationRules: PreparationRules = {
  fewestItems: 50_000,
  fewestHits: 10_000,
  mostChanges: 5_000,
};

/** One of so many items must be found for the hits to be kept. */
const share = 24;
/** Of how many changes one share may wait: in a larger catalog each takes less of the time. */
const changesShare = 50;
/** Changes that are forgotten in one transaction. */
const slice = 1_000;

export type HitsPreparation = ReturnType<typeof createHitsPreparation>;

/**
 * Keeps the hits of all queries that would take long: in a large catalog those of the beginnings of many words. Done
 * where it keeps nobody waiting; each step is a short transaction, and ended in between it goes on with the next call.
 */
export function createHitsPreparation(
  database: Database,
  rules: PreparationRules = preparationRules,
) {
  const state = database.prepare<
    [],
    { items: number; complete: number; settled: number }
  >("SELECT items, complete, settled FROM hits_preparation");
  const countItems = database
    .prepare<[], number | null>("SELECT sum(owned) FROM collection")
    .pluck();
  const begin = database.prepare<[number]>(
    "INSERT INTO hits_preparation (id, items) VALUES (1, ?) ON CONFLICT DO UPDATE SET items = excluded.items, complete = 0",
  );
  const complete = database.prepare("UPDATE hits_preparation SET complete = 1");
  const settle = database.prepare<[number]>(
    "UPDATE hits_preparation SET settled = ?",
  );
  const findAll = database
    .prepare<[string], Buffer>(
      "SELECT CAST(json_group_array(rowid) AS BLOB) FROM item_text WHERE item_text MATCH ?",
    )
    .pluck();
  // Another process may have forgotten changes since they were found, and these do not have them.
  const keep = database.prepare<
    [{ phrase: string; settled: number; count: number; hits: Uint8Array }]
  >(
    `INSERT OR REPLACE INTO prepared_hits SELECT @phrase, @settled, @count, @hits
     WHERE @settled >= (SELECT max(settled) FROM (SELECT settled FROM hits_preparation
       UNION ALL SELECT settled FROM prepared_hits WHERE phrase = @phrase))`,
  );
  const leaveOut = database.prepare<[string]>(
    "DELETE FROM prepared_hits WHERE phrase = ?",
  );
  const kept = database
    .prepare<[number], string>(
      "SELECT phrase FROM prepared_hits WHERE settled < ?",
    )
    .pluck();
  const leastSettled = database
    .prepare<[], number | null>("SELECT min(settled) FROM prepared_hits")
    .pluck();
  const isKept = database
    .prepare<[string], number>("SELECT 1 FROM prepared_hits WHERE phrase = ?")
    .pluck();
  const forgotten = database
    .prepare<[number, number], number>(
      `SELECT max(id) FROM (SELECT id FROM text_change WHERE id <= ? ORDER BY id LIMIT ?)`,
    )
    .pluck();
  const forgetTexts = database.prepare<[{ to: number }]>(
    `DELETE FROM item_text_changed WHERE rowid IN (SELECT item_id FROM text_change WHERE id <= @to
     EXCEPT SELECT item_id FROM text_change WHERE id > @to)`,
  );
  const forgetChanges = database.prepare<[number]>(
    "DELETE FROM text_change WHERE id <= ?",
  );
  const accessChanges = database.prepare<
    [],
    { first: number | null; last: number | null }
  >(
    "SELECT (SELECT min(id) FROM access_change) AS first, (SELECT max(id) FROM access_change) AS last",
  );
  const forgetAccess = database.prepare<[number]>(
    "DELETE FROM access_change WHERE id <= ?",
  );
  const noteForgotten = database.prepare<[number]>(
    "UPDATE hits_preparation SET forgotten = ?",
  );
  const changes = createTextChanges(database);
  const prepared = createPreparedHits(database);
  const idsIn = createIdReader();

  /** Found as of one state of the catalog. */
  const findNow = database.transaction((phrase: string) => ({
    settled: changes.last(),
    ids: idsIn(findAll.get(phrase)),
  }));

  const mostOf = (items: number): number =>
    Math.max(rules.mostChanges, Math.floor(items / changesShare));
  const manyOf = (items: number): number =>
    Math.max(rules.fewestHits, Math.floor(items / share));

  /** Finds hits anew and keeps them. */
  function prepare(phrase: string, many: number): void {
    const { settled, ids } = findNow(phrase);
    if (ids.length >= many)
      keep.run({ phrase, settled, count: ids.length, hits: packHits(ids) });
  }

  /** Brings hits up to date, or gives them up where they have become few. */
  function refresh(phrase: string, many: number): void {
    const found = prepared.find(phrase);
    if (found === null) return;
    if (found.count < many / 2) leaveOut.run(phrase);
    else
      keep.run({
        phrase,
        settled: found.settled,
        count: found.count,
        hits: packHits(idsOf(found.bits, found.count)),
      });
  }

  /** Forgets changes that all that is kept has. @returns whether there are more */
  const forget = database.transaction((to: number): boolean => {
    // Another process may have kept hits meanwhile that it had found before.
    const until = forgotten.get(Math.min(to, leastSettled.get() ?? to), slice);
    if (until == null) return false;
    forgetTexts.run({ to: until });
    forgetChanges.run(until);
    settle.run(until);
    return true;
  });

  /** The last change of rights that may be forgotten: those who look now and then have seen it; null: none. */
  const oldAccess = (): number | null => {
    const { first, last } = accessChanges.get() ?? { first: null, last: null };
    return first === null ||
      last === null ||
      last - first < 2 * mostOf(state.get()?.items ?? 0)
      ? null
      : last - mostOf(state.get()?.items ?? 0);
  };
  const forgetOldAccess = database.transaction((to: number): boolean => {
    const { first } = accessChanges.get() ?? { first: null };
    if (first === null || first > to) return false;
    const until = Math.min(to, first + slice * 10);
    noteForgotten.run(until);
    forgetAccess.run(until);
    return true;
  });

  const isOutgrown = (known: number, now: number): boolean =>
    now > known * 1.25 || now < known / 2;
  const changesBeside = (): number => changes.last() - (changes.settled() ?? 0);

  /** What is to be done; null where nothing is. */
  function due(): "begin" | "refresh" | null {
    const items = countItems.get() ?? 0;
    const now = state.get();
    if (now === undefined) return items < rules.fewestItems ? null : "begin";
    if (now.complete === 0 || isOutgrown(now.items, items)) return "begin";
    return changesBeside() > mostOf(now.items) || oldAccess() !== null
      ? "refresh"
      : null;
  }

  return {
    /** Whether {@link work} would do something. */
    isDue: (): boolean => due() !== null,
    /**
     * Does what is to be done.
     * @param pause lets others have their turn between two steps
     * @param stopped whether to leave the rest to the next call
     */
    async work(
      pause: () => Promise<void>,
      stopped: () => boolean,
    ): Promise<void> {
      const what = due();
      if (what === null) return;
      const items = countItems.get() ?? 0;
      const many = manyOf(items);
      // From here on changes are noted, so that what is found later can be kept up.
      if (what === "begin") begin.run(items);
      const until = changes.last();
      for (const phrase of kept.all(until)) {
        if (stopped()) return;
        refresh(phrase, many);
        await pause();
      }
      while (forget.immediate(until)) {
        if (stopped()) return;
        await pause();
      }
      const old = oldAccess();
      while (old !== null && forgetOldAccess.immediate(old)) {
        if (stopped()) return;
        await pause();
      }
      if (what !== "begin") return;
      for (const phrase of await findCommonBeginnings(
        database,
        many,
        pause,
        stopped,
      )) {
        if (stopped()) return;
        if (isKept.get(phrase) !== undefined) continue;
        prepare(phrase, many);
        await pause();
      }
      if (!stopped()) complete.run();
    },
  };
}

function idsOf(bits: Uint8Array, count: number): Uint32Array {
  const ids = new Uint32Array(count);
  let next = 0;
  for (let byte = 0; byte < bits.length; byte++) {
    const some = bits[byte] ?? 0;
    if (some === 0) continue;
    for (let bit = 0; bit < 8; bit++)
      if ((some & (1 << bit)) !== 0) ids[next++] = byte * 8 + bit;
  }
  return ids;
}
