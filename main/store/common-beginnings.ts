import type { Database } from "better-sqlite3";

/** The longest beginning that is looked at: longer ones are of few words, and there are very many of them. */
const longest = 5;
/** Whole words are found faster than beginnings, so only those are looked at that are so much more common. */
const commonWords = 4;
/** Words read in one go. */
const slice = 10_000;

/** How often one beginning occurs, by the column it is in. */
interface Counted {
  readonly text: string;
  items: number;
  readonly columns: { title: number; contributor: number };
}

/**
 * The queries of the full-text index that may find very many items: beginnings of words, and words, of any text, of
 * titles and of names.
 * @param many how many items at least; some may be fewer, for an item may have several words of a beginning
 * @param pause lets others have their turn between two slices
 * @param stopped whether to leave off; then only some are found
 */
export async function findCommonBeginnings(
  database: Database,
  many: number,
  pause: () => Promise<void>,
  stopped: () => boolean,
): Promise<readonly string[]> {
  database.exec(
    "CREATE VIRTUAL TABLE IF NOT EXISTS temp.text_word USING fts5vocab(main, item_text, col)",
  );
  const words = database
    .prepare<[string], [word: string, column: string, items: number]>(
      `SELECT term, col, doc FROM temp.text_word WHERE term >= ? LIMIT ${String(slice)}`,
    )
    .raw();
  const found: string[] = [];
  let open: Counted[] = [];

  /** Beginnings that the next word does not have are known as a whole. */
  const close = (kept: number): void => {
    for (const { text, items, columns } of open.slice(kept)) {
      const phrase = `"${text}" *`;
      if (items >= many) found.push(phrase);
      if (columns.title >= many) found.push(`title : ${phrase}`);
      if (columns.contributor >= many) found.push(`contributor : ${phrase}`);
    }
    open = open.slice(0, kept);
  };
  const whole = (word: string, items: number, title: number): void => {
    if (items >= many * commonWords) found.push(`"${word}"`);
    if (title >= many * commonWords) found.push(`title : "${word}"`);
  };

  for (let from = ""; ;) {
    const part = words.all(from);
    // A word may be cut in the middle of its columns, so the last one is read again.
    const last = part.length < slice ? null : (part.at(-1)?.[0] ?? null);
    for (let at = 0; at < part.length;) {
      const [word] = part[at] ?? [""];
      if (word === last) break;
      const characters = Array.from(word).slice(0, longest);
      let kept = 0;
      while (
        kept < open.length &&
        open[kept]?.text === characters.slice(0, kept + 1).join("")
      )
        kept++;
      close(kept);
      for (let length = kept + 1; length <= characters.length; length++)
        open.push({
          text: characters.slice(0, length).join(""),
          items: 0,
          columns: { title: 0, contributor: 0 },
        });
      let all = 0;
      let inTitle = 0;
      for (; part[at]?.[0] === word; at++) {
        const [, column, items] = part[at] ?? ["", "", 0];
        all += items;
        if (column === "title") inTitle = items;
        for (const one of open) {
          one.items += items;
          if (column === "title" || column === "contributor")
            one.columns[column] += items;
        }
      }
      whole(word, all, inTitle);
    }
    if (last === null) break;
    if (stopped()) return found;
    from = last;
    await pause();
  }
  close(0);
  return found;
}
