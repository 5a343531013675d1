import { formats } from "../formats/index.ts";
import {
  nothingFound,
  type EntryFollower,
  type Inspection,
} from "../formats/package-check.ts";

/** Looks at a small entry as every format does; each knows the entries that are its own by their paths. */
export function inspectEntry(path: string, bytes: Uint8Array): Inspection {
  return together(formats.map(({ rules }) => rules.inspect(path, bytes)));
}

/** The same for a large entry, while it goes by. */
export function followEntry(path: string): EntryFollower | null {
  const followers = formats.flatMap(({ rules }) => rules.follow?.(path) ?? []);
  const [first] = followers;
  if (first === undefined) return null;
  if (followers.length === 1) return first;
  return {
    update(bytes) {
      for (const follower of followers) follower.update(bytes);
    },
    end: () => together(followers.map((follower) => follower.end())),
  };
}

function together(inspections: readonly Inspection[]): Inspection {
  const found = inspections.filter((inspection) => inspection !== nothingFound);
  const [first] = found;
  if (first === undefined) return nothingFound;
  if (found.length === 1) return first;
  // A format that is within another one sees the same.
  return {
    faults: [...new Set(found.flatMap(({ faults }) => faults))],
    facts: [...new Set(found.flatMap(({ facts }) => facts))],
  };
}
