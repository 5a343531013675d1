import type { WorkVersion } from "../domain/related-item.ts";
import type { Access, Caller } from "./access.ts";
import type { Items } from "./items.ts";

/** What this file needs of the catalog. */
export interface ItemVersionPorts {
  /** All versions of the work that an item is a version of, the newest first; none when it has only ever been what it is. */
  versionsOf(item: number): readonly (Omit<WorkVersion, "item"> & {
    readonly item: Omit<WorkVersion["item"], "title">;
  })[];
  titleOf(item: number): string | null;
}

export type ItemVersions = ReturnType<typeof createItemVersions>;

/** The versions of works. */
export function createItemVersions(
  ports: ItemVersionPorts,
  items: Pick<Items, "get">,
  access: Pick<Access, "reads">,
) {
  return {
    /** @throws AppError as `items.get` */
    of(caller: Caller, item: number): WorkVersion[] {
      items.get(caller, item);
      return ports.versionsOf(item).map((version) => ({
        ...version,
        item: {
          ...version.item,
          title: access.reads(caller, version.item.id)
            ? ports.titleOf(version.item.id)
            : null,
        },
      }));
    },
  };
}
