import type { ItemRecord } from "../core/item-record.ts";

// Neither JSON nor names of fields have these characters in them.
const betweenItems = "\u0001";
const betweenTexts = "\u0000";

/**
 * Items as one text. Between threads it is copied as one piece, where records are taken apart and put together again,
 * which takes longer than to read them.
 */
export function packRecords(records: readonly ItemRecord[]): string {
  return records
    .map(({ texts, ...own }) =>
      [JSON.stringify(own), ...texts.flat()].join(betweenTexts),
    )
    .join(betweenItems);
}

/** What was packed. */
export function unpackRecords(packed: string): readonly ItemRecord[] {
  if (packed === "") return [];
  return packed.split(betweenItems).map((item): ItemRecord => {
    const [own = "", ...pieces] = item.split(betweenTexts);
    const texts: (readonly [string, string])[] = [];
    for (let at = 0; at + 1 < pieces.length; at += 2)
      texts.push([pieces[at] ?? "", pieces[at + 1] ?? ""]);
    return { ...(JSON.parse(own) as Omit<ItemRecord, "texts">), texts };
  });
}
