import { join } from "node:path";
import type { Item } from "../../main/domain/catalog.ts";
import { openSnapshot } from "../../main/store/catalog.ts";

/** Everything a catalog says of its items and containers, without the numbers that are its own. */
export function catalogContent(dataDir: string) {
  const snapshot = openSnapshot(join(dataDir, "catalog.sqlite"));
  try {
    const site = { kind: "site" } as const;
    const items = snapshot.items.load(
      [...snapshot.selection.items(site, true)],
      true,
    );
    const { communities, collections } = snapshot.selection.structure(site);
    return {
      items: items.map(withoutIds),
      communities: communities.map((id) =>
        withoutIds(snapshot.structure.community(id)),
      ),
      collections: collections.map((id) => {
        const found = snapshot.structure.collection(id);
        return withoutIds(
          found && {
            ...found,
            // The order in which communities were made means nothing.
            parents: found.parents.map(({ uuid }) => uuid).sort(),
          },
        );
      }),
    };
  } finally {
    snapshot.close();
  }
}

/** Leaves out ids, and values that DSpace makes from relationships; fields come in any order, their values in theirs. */
function withoutIds(object: object | null): unknown {
  return JSON.parse(
    JSON.stringify(object, (key, found: unknown) => {
      if (key === "id") return undefined;
      if (key !== "metadata" && key !== "template") return found;
      if (!Array.isArray(found)) return found;
      const fields: Record<string, unknown[]> = {};
      for (const {
        schema,
        element,
        qualifier,
        place: _place,
        ...value
      } of found as Item["metadata"]) {
        if (value.authority?.startsWith("virtual::") === true) continue;
        (fields[JSON.stringify([schema, element, qualifier])] ??= []).push(
          value,
        );
      }
      return fields;
    }),
  );
}
