import type { Database } from "better-sqlite3";

export type Remembered = ReturnType<typeof createRemembered>;

/** Answers that are kept of one question. */
const keptAnswers = 1_000;

/**
 * For what nearly every request asks again: keeps answers for as long as nobody changes anything in the catalog,
 * through this connection or another one.
 */
export function createRemembered(database: Database) {
  const others = database.prepare<[], number>("PRAGMA data_version").pluck();
  const own = database.prepare<[], number>("SELECT total_changes()").pluck();
  let othersNow: number | undefined;
  /** What others changed is looked at once in a turn of the event loop: what comes in the same turn came before it. */
  const versionOfOthers = (): number => {
    if (othersNow === undefined) {
      othersNow = others.get() ?? 0;
      setImmediate(() => {
        othersNow = undefined;
      });
    }
    return othersNow;
  };

  return {
    /**
     * The same as `read`, whose question is made of numbers, texts and nulls.
     * @param kept answers that are kept, fewer where they are large
     */
    by<Question extends readonly (number | string | null)[], Answer>(
      read: (...question: Question) => Answer,
      kept = keptAnswers,
    ): (...question: Question) => Answer {
      const answers = new Map<string, Answer>();
      let version = "";
      return (...question) => {
        // What is not committed yet may be undone without counting as a change.
        if (database.inTransaction) return read(...question);
        const now = `${String(versionOfOthers())} ${String(own.get())}`;
        if (now !== version) answers.clear();
        version = now;
        const key = JSON.stringify(question);
        let answer = answers.get(key);
        if (answer === undefined) {
          answer = read(...question);
          if (answers.size >= kept) answers.clear();
          answers.set(key, answer);
          // What could not be read is tried again.
          if (answer instanceof Promise)
            answer.catch(() => answers.delete(key));
        }
        return answer;
      };
    },
  };
}
