import type { Database } from "better-sqlite3";
import type { ReadScope } from "../core/access.ts";
import {
  administeredCommunities,
  allowed,
  scopeParameters,
} from "./read-scope.ts";
import type { StructureReader } from "./structure-reader.ts";

export type ReadableContainers = ReturnType<typeof createReadableContainers>;

/** What a community or collection is called for those who may not read it. */
export const closedName = "(not open to you)";

/** Containers whose answer is kept in mind. */
const mostKept = 10_000;

/** Which communities and collections somebody may read, and which of them they administer. */
export function createReadableContainers(database: Database, scope: ReadScope) {
  const own = scopeParameters(scope);
  const allows = database
    .prepare<[object], number>(`SELECT ${allowed("@id", "'READ'")}`)
    .pluck();
  const administered = new Set([
    ...scope.collections,
    ...database
      .prepare<[object], number>(
        `WITH RECURSIVE ${administeredCommunities} SELECT id FROM administered`,
      )
      .pluck()
      .iterate(own),
  ]);
  const kept = new Map<number, boolean>();
  return {
    administers: (id: number): boolean => administered.has(id),
    reads(id: number): boolean {
      let answer = kept.get(id);
      if (answer === undefined) {
        answer = administered.has(id) || allows.get({ ...own, id }) === 1;
        if (kept.size >= mostKept) kept.clear();
        kept.set(id, answer);
      }
      return answer;
    },
  };
}

/**
 * Communities and collections as somebody may see them: those that are closed to them as nameless places, for what is
 * open may lie below; without what is only for administrators where they are none.
 */
export function createReadableStructure(
  structure: StructureReader,
  { reads, administers }: ReadableContainers,
): StructureReader {
  const closed = { name: closedName, metadata: [], logo: null };
  return {
    community(id) {
      const found = structure.community(id);
      if (found === null || administers(id)) return found;
      return { ...found, policies: [], ...(reads(id) ? {} : closed) };
    },
    collection(id) {
      const found = structure.collection(id);
      if (found === null || administers(id)) return found;
      return {
        ...found,
        policies: [],
        template: null,
        ...(reads(id) ? {} : { ...closed, license: null }),
      };
    },
  };
}
