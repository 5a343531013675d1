import { formats } from "../formats/index.ts";
import { nothingFound, type Inspection } from "../formats/package-check.ts";

/** Looks at a small entry as every format does; each knows the entries that are its own by their paths. */
export function inspectEntry(path: string, bytes: Uint8Array): Inspection {
  const found = formats
    .map(({ rules }) => rules.inspect(path, bytes))
    .filter((inspection) => inspection !== nothingFound);
  const [first] = found;
  if (first === undefined) return nothingFound;
  if (found.length === 1) return first;
  return {
    faults: found.flatMap(({ faults }) => faults),
    facts: found.flatMap(({ facts }) => facts),
  };
}
