import type { Database } from "better-sqlite3";
import { opensOn } from "./closed-files.ts";

export type ChosenItems = ReturnType<typeof createChosenItems>;

/** Files of one type. */
export interface FilesOfType {
  readonly mimeType: string;
  readonly files: number;
  readonly bytes: number;
  /** Of them, what not everybody may read. */
  readonly closedFiles: number;
  readonly closedBytes: number;
  /** Of the closed ones, those that will be open from a day that is known. */
  readonly embargoed: number;
}

/** A file as the bitstream store must hold it. */
export interface ExpectedContent {
  /** uuid of its item. */
  readonly item: string;
  readonly name: string | null;
  readonly sha256: string;
  readonly size: number;
}

const files =
  "temp.chosen c JOIN bundle u ON u.item_id = c.id JOIN bitstream b ON b.bundle_id = u.id";
/** Multiplying scatters ids, which follow each other regularly, over all of 32 bits. */
const scattered = "((id * 2654435761) & 4294967295)";

/** Counts over the items that {@link SelectionReader.choose} has put into the table `chosen`. */
export function createChosenItems(database: Database) {
  const ofTypes = database.prepare<[{ today: string }], FilesOfType>(
    `SELECT mimeType, count(*) AS files, sum(size) AS bytes,
       count(closedSize) AS closedFiles, coalesce(sum(closedSize), 0) AS closedBytes,
       count(CASE WHEN opens <> '' THEN 1 END) AS embargoed
     FROM (SELECT mimeType, size, opens, CASE WHEN opens IS NULL OR opens <> '' THEN size END AS closedSize
       FROM (SELECT coalesce(b.mime_type, f.mime_type) AS mimeType, b.size, ${opensOn} AS opens
         FROM ${files} JOIN bitstream_format f ON f.id = b.format_id))
     GROUP BY mimeType ORDER BY mimeType`,
  );
  const sample = database
    .prepare<[number, number, number], number>(
      `SELECT id FROM temp.chosen WHERE id > ? AND ${scattered} < ? ORDER BY id LIMIT ?`,
    )
    .pluck();
  const contents = database
    .prepare<
      [],
      [item: string, name: string | null, sha256: Buffer, size: number]
    >(
      `SELECT o.uuid, b.name, b.sha256, b.size FROM ${files} JOIN object o ON o.id = c.id`,
    )
    .raw();
  const isChosen = database
    .prepare<[number], number>(
      "SELECT EXISTS (SELECT 1 FROM temp.chosen WHERE id = ?)",
    )
    .pluck();

  return {
    /** @param today day for which embargoes are judged, `YYYY-MM-DD` */
    filesOfTypes: (today: string): FilesOfType[] => ofTypes.all({ today }),
    /**
     * Ids of about this part of the items, from all over the selection, always the same ones; in ascending order.
     * @param part from 0 to 1
     * @param after the last of those that came before; 0 at first
     */
    sample: (part: number, after: number, limit: number): number[] =>
      sample.all(after, Math.ceil(part * 2 ** 32), limit),
    *contents(): Generator<ExpectedContent, undefined> {
      for (const [item, name, sha256, size] of contents.iterate())
        yield { item, name, sha256: sha256.toString("hex"), size };
    },
    has: (id: number): boolean => isChosen.get(id) === 1,
  };
}
