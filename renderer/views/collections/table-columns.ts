import type { ItemRow } from "../../../preload/contract.ts";
import type { SortField } from "./sort-order.ts";

export const columnIds = [
  "title",
  "authors",
  "issued",
  "type",
  "handle",
  "collection",
  "files",
  "size",
  "modified",
  "withdrawn",
] as const;
export type ColumnId = (typeof columnIds)[number];

/** What people see who never chose. */
export const usualColumns: readonly ColumnId[] = [
  "title",
  "authors",
  "issued",
  "files",
  "size",
  "modified",
];

interface Column {
  /** Pixels it has at least. */
  readonly least: number;
  /** Its share of the room that is left; absent: none. */
  readonly share?: number;
  /** The order that its heading gives; absent: any place of such an order could not be reached at once. */
  readonly sort?: SortField;
  /** Numbers and dates stand at the end of the cell. */
  readonly figure?: true;
}

export const columns: Readonly<Record<ColumnId, Column>> = {
  title: { least: 140, share: 5, sort: "title" },
  authors: { least: 72, share: 3 },
  issued: { least: 84, sort: "issued" },
  type: { least: 70, share: 1.5 },
  handle: { least: 90, share: 1.6 },
  collection: { least: 90, share: 2 },
  files: { least: 56, figure: true },
  size: { least: 80, figure: true },
  modified: { least: 104, sort: "modified", figure: true },
  withdrawn: { least: 110 },
};

/** Tracks of a CSS grid. */
export const tracksOf = (shown: readonly ColumnId[]): string =>
  shown
    .map((id) => {
      const { least, share } = columns[id];
      return share === undefined
        ? `${least}px`
        : `minmax(${least}px, ${share}fr)`;
    })
    .join(" ");

/** As a CSS length, with the box and the gaps: in less room the table is scrolled sideways. */
export const leastWidth = (shown: readonly ColumnId[]): string =>
  `${shown.reduce((sum, id) => sum + columns[id].least + 12, 20 + 32)}px`;

/** The columns somebody has chosen, without what is no column (any more), and never without the title. */
export function columnsOf(chosen: readonly string[] | null): ColumnId[] {
  if (chosen === null) return [...usualColumns];
  const known = [...new Set(chosen)].flatMap(
    (id) => columnIds.find((one) => one === id) ?? [],
  );
  return known.includes("title") ? known : ["title", ...known];
}

/** Text of a cell; the title is drawn by the table itself. */
export function cellText(
  column: ColumnId,
  item: ItemRow,
  say: {
    number(value: number): string;
    bytes(value: number): string;
    day(at: number): string;
    readonly withdrawn: string;
  },
): string {
  switch (column) {
    case "title":
    case "authors":
    case "issued":
    case "type":
    case "collection":
      return item[column];
    case "handle":
      return item.handle ?? "";
    case "files":
      return say.number(item.files);
    case "size":
      return say.bytes(item.bytes);
    case "modified":
      return say.day(item.lastModified);
    case "withdrawn":
      return item.withdrawn ? say.withdrawn : "";
  }
}
