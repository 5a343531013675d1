import type { NamedItem, WorkVersion } from "../domain/related-item.ts";
import type { Access, Caller } from "./access.ts";
import type { Items } from "./items.ts";
import type { SeenItems } from "./seen-item.ts";

/** What this file needs of the catalog. */
export interface ItemVersionPorts {
  /** All versions of the work that an item is a version of, the newest first; none when it has only ever been what it is. */
  versionsOf(item: number): readonly (Omit<WorkVersion, "item"> & {
    readonly item: Omit<NamedItem, "title">;
  })[];
}

export type ItemVersions = ReturnType<typeof createItemVersions>;

/** The versions of works. */
export function createItemVersions(
  ports: ItemVersionPorts,
  items: Pick<Items, "get">,
  seen: Pick<SeenItems, "speaks" | "titleOf">,
  access: Pick<Access, "reads">,
) {
  return {
    /**
     * That there are others is told, but neither which nor what has changed with them, where the caller may not read them.
     * @throws AppError as `items.get`
     */
    of(caller: Caller, item: number): WorkVersion[] {
      items.get(caller, item);
      return ports.versionsOf(item).map((version) =>
        access.reads(caller, version.item.id)
          ? {
              ...version,
              summary: seen.speaks(caller, version.item.id)
                ? version.summary
                : null,
              item: {
                ...version.item,
                title: seen.titleOf(caller, version.item.id),
              },
            }
          : {
              number: version.number,
              summary: null,
              createdAt: null,
              item: null,
            },
      );
    },
  };
}
