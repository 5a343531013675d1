import { formats } from "../formats/index.ts";
import {
  nothingFound,
  type EntryFollower,
  type Inspection,
} from "../formats/package-check.ts";

/** Between the format that has found a fact and the fact. */
const separator = "\0";

/** Looks at the entries of a package. */
export interface EntryInspection {
  /** Looks at a small entry. */
  inspect(path: string, bytes: Uint8Array): Inspection;
  /** The same for a large entry, while it goes by; null: nobody wants to see it. */
  follow(path: string): EntryFollower | null;
}

/**
 * Looks at entries as their format does, or as every format does; each knows the entries that are its own by their paths.
 * @param known id of the format; null when it is to be found out
 */
export function createEntryInspection(known: string | null): EntryInspection {
  const asked = formats.filter(({ id }) => known === null || id === known);
  return {
    inspect: (path, bytes) =>
      together(asked.map(({ id, rules }) => [id, rules.inspect(path, bytes)])),
    follow(path) {
      const followers = asked.flatMap(({ id, rules }) => {
        const follower = rules.follow?.(path) ?? null;
        return follower === null ? [] : [{ id, follower }];
      });
      if (followers.length === 0) return null;
      return {
        update(bytes) {
          for (const { follower } of followers) follower.update(bytes);
        },
        end: () =>
          together(followers.map(({ id, follower }) => [id, follower.end()])),
      };
    },
  };
}

/** What a format has found, of the facts that all of them have found together. */
export function factsOf(id: string, facts: readonly string[]): string[] {
  const start = id + separator;
  return facts
    .filter((fact) => fact.startsWith(start))
    .map((fact) => fact.slice(start.length));
}

function together(
  inspections: readonly (readonly [id: string, found: Inspection])[],
): Inspection {
  const found = inspections.filter(
    ([, inspection]) => inspection !== nothingFound,
  );
  if (found.length === 0) return nothingFound;
  return {
    // A format that is within another one sees the same.
    faults: [...new Set(found.flatMap(([, { faults }]) => faults))],
    facts: found.flatMap(([id, { facts }]) =>
      facts.map((fact) => id + separator + fact),
    ),
  };
}
