import type { Database } from "better-sqlite3";
import { setImmediate as turn } from "node:timers/promises";
import type { ReadScope } from "../core/access.ts";

/** Items whose rights are looked at in one go; other work of the thread gets its turn in between. */
const slice = 5_000;
/** More changes than these are not looked at while somebody waits: what they may see is put together anew. */
const mostChanges = 20_000;
/** Of so many people what they may see is kept, at a bit for each id. */
const mostKept = 16;

export type VisibleItems = ReturnType<typeof createVisibleItems>;

/** What one may see. */
interface Seen {
  bits: Uint8Array;
  /** The last change that is in it. */
  readTo: number;
}

/**
 * Knows which items somebody may see, as one bit for each id: to look at the rights of a hundred thousand hits takes a
 * tenth of a second. It is put together once, in the background; then only what changes is looked at again. Only where
 * hits are kept, for there changes of rights are noted.
 * @param look which of some items somebody may see; `listed`: without what nobody is to find
 */
export function createVisibleItems(
  database: Database,
  look: (
    ids: readonly number[],
    listed: boolean,
    scope: ReadScope,
  ) => ReadonlySet<number>,
) {
  const forgotten = database
    .prepare<[], number>("SELECT forgotten FROM hits_preparation")
    .pluck();
  const lastChange = database
    .prepare<[], number | null>("SELECT max(id) FROM access_change")
    .pluck();
  const changesAfter = database
    .prepare<[number], [id: number, item: number]>(
      `SELECT id, item_id FROM access_change WHERE id > ? ORDER BY id LIMIT ${String(mostChanges + 1)}`,
    )
    .raw();
  const items = database
    .prepare<[number, number], number>(
      "SELECT id FROM item WHERE id > ? ORDER BY id LIMIT ?",
    )
    .pluck();
  const kept = new Map<string, Seen>();
  let building: Promise<void> | null = null;

  const set = (seen: Seen, id: number, is: boolean): void => {
    const at = id >> 3;
    if (at >= seen.bits.length) {
      const more = new Uint8Array(Math.max(at + 1, seen.bits.length * 1.25));
      more.set(seen.bits);
      seen.bits = more;
    }
    const byte = seen.bits[at] ?? 0;
    const bit = 1 << (id & 7);
    seen.bits[at] = is ? byte | bit : byte & ~bit;
  };
  const lookAt = (
    seen: Seen,
    ids: readonly number[],
    listed: boolean,
    scope: ReadScope,
  ): void => {
    const visible = look(ids, listed, scope);
    for (const id of ids) set(seen, id, visible.has(id));
  };

  async function build(
    key: string,
    listed: boolean,
    scope: ReadScope,
  ): Promise<void> {
    const seen: Seen = {
      bits: new Uint8Array(4096),
      readTo: Math.max(lastChange.get() ?? 0, forgotten.get() ?? 0),
    };
    for (let after = 0; ;) {
      const ids = items.all(after, slice);
      lookAt(seen, ids, listed, scope);
      if (ids.length < slice) break;
      after = ids.at(-1) ?? after;
      await turn();
    }
    kept.set(key, seen);
    for (const oldest of kept.keys()) {
      if (kept.size <= mostKept) break;
      kept.delete(oldest);
    }
  }

  const ended = (): void => {
    building = null;
  };

  return {
    /**
     * One bit for each id of what somebody may see; null while it is not known, which is then seen to in the background.
     * To be used at once: it follows what changes.
     */
    of(listed: boolean, scope: ReadScope): Uint8Array | null {
      const gone = forgotten.get();
      if (gone === undefined) return null;
      const key = JSON.stringify([listed, scope]);
      const seen = kept.get(key);
      const changes =
        seen !== undefined && seen.readTo >= gone
          ? changesAfter.all(seen.readTo)
          : null;
      if (
        seen !== undefined &&
        changes !== null &&
        changes.length <= mostChanges
      ) {
        // The one used last is the last to be forgotten.
        kept.delete(key);
        kept.set(key, seen);
        const ids = [...new Set(changes.map(([, item]) => item))];
        for (let start = 0; start < ids.length; start += slice)
          lookAt(seen, ids.slice(start, start + slice), listed, scope);
        seen.readTo = changes.at(-1)?.[0] ?? seen.readTo;
        return seen.bits;
      }
      kept.delete(key);
      building ??= build(key, listed, scope).then(ended, ended);
      return null;
    },
    /** Waits until it is known what somebody may see, or what somebody else may. */
    async settled(): Promise<void> {
      await building;
    },
  };
}
