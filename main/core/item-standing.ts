import type { Item } from "../domain/catalog.ts";
import type { FileCheck } from "../domain/file-check.ts";
import type { Access, Caller } from "./access.ts";
import type { Files } from "./files.ts";
import type { Items } from "./items.ts";
import type { SeenItems } from "./seen-item.ts";

/** What somebody may do with an item. */
export interface ItemRights {
  /** Change its metadata, withdraw it or take it back, hide or show it, remove it, give it to another collection. */
  readonly change: boolean;
  /** Add files to it. */
  readonly addFiles: boolean;
}

/** What is to be known of an item besides what it holds. */
export interface ItemStanding {
  readonly may: ItemRights;
  /** Files that the caller may not read. */
  readonly closed: readonly number[];
  /** Files whose content was read again since it came. */
  readonly checks: readonly FileCheck[];
  /** Title of the item that has replaced it, if the caller may read that; `relations.of` has those of its relations. */
  readonly titles: readonly { readonly id: number; readonly title: string }[];
}

export type ItemStandings = ReturnType<typeof createItemStandings>;

/** Says of items what the caller may do with them, and how their files are. */
export function createItemStandings(
  items: Pick<Items, "get">,
  seen: Pick<SeenItems, "titleOf">,
  files: Pick<Files, "mayRead" | "lastCheck">,
  access: Access,
) {
  const titlesOf = (
    caller: Caller,
    { version }: Item,
  ): ItemStanding["titles"] => {
    if (version?.replacedBy == null) return [];
    const { id } = version.replacedBy;
    const title = seen.titleOf(caller, id);
    return title === null ? [] : [{ id, title }];
  };
  return {
    /** @throws AppError as `items.get` */
    of(caller: Caller, id: number): ItemStanding {
      const item = items.get(caller, id);
      const bitstreams = item.bundles.flatMap((bundle) => bundle.bitstreams);
      return {
        may: {
          change: access.administers(caller, id),
          addFiles: access.sendsFiles(caller) && access.adds(caller, id),
        },
        closed: bitstreams
          .filter((file) => !files.mayRead(caller, file.id))
          .map((file) => file.id),
        checks: bitstreams.flatMap((file) => files.lastCheck(file) ?? []),
        titles: titlesOf(caller, item),
      };
    },
  };
}
