import { execFileSync } from "node:child_process";
import { join } from "node:path";
import type { Database } from "better-sqlite3";
import { expect, it } from "vitest";
import { createHitsPreparation } from "../../../main/store/hits-preparation.ts";
import { openCatalog } from "../../../main/store/open.ts";
import { createPreparedHits } from "../../../main/store/prepared-hits.ts";
import { openTestCatalog, value } from "../../support/catalog.ts";
import { temporaryFolder } from "../../support/package-files.ts";

const store = new URL("../../../main/store/", import.meta.url).href;
const rules = { fewestItems: 10, fewestHits: 3, mostChanges: 1 };

/** A connection that does something after the first transaction that finds hits of a phrase, and before they are kept. */
function interrupted(database: Database, phrase: string, work: () => void) {
  let done = false;
  return new Proxy(database, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== "function") return value;
      if (name !== "transaction") return value.bind(target) as unknown;
      return (body: (...given: unknown[]) => unknown) => {
        const transaction = database.transaction(body);
        return Object.assign(
          (...given: unknown[]) => {
            const result = transaction(...given);
            if (!done && given[0] === phrase) {
              done = true;
              work();
            }
            return result;
          },
          { immediate: transaction.immediate },
        );
      };
    },
  });
}

/** Does in a process of its own, and to its end, what is to be prepared. */
function prepareElsewhere(file: string): void {
  const script = `
    const { createHitsPreparation } = await import("${store}hits-preparation.ts");
    const { openCatalog } = await import("${store}open.ts");
    const database = openCatalog(${JSON.stringify(file)});
    await createHitsPreparation(database, ${JSON.stringify(rules)}).work(async () => {}, () => false);
    database.close();`;
  execFileSync(process.execPath, ["--input-type=module", "-e", script]);
}

it.each([
  ["has prepared all of it", true],
  ["is still at it", false],
])(
  "keeps no hits that lack what another process, which %s, has forgotten",
  async (_, whole) => {
    await using folder = temporaryFolder();
    const catalog = openTestCatalog(folder.path);
    const collection = catalog.collection("All", [catalog.community("Top")]);
    const add = (title: string) =>
      catalog.item(collection, { metadata: [value("dc.title", title)] });
    for (let item = 0; item < 20; item++) add("tower tree");
    const file = join(folder.path, "catalog.sqlite");
    const [own, others] = [openCatalog(file), openCatalog(file)];
    const never = () => false;
    try {
      const other = createHitsPreparation(others, rules);
      const rows = own.prepare<[], { phrase: string; settled: number }>(
        "SELECT phrase, settled FROM prepared_hits",
      );
      // What is kept last, while something is kept already.
      await createHitsPreparation(own, rules).work(async () => {}, never);
      const last = rows.all().at(-1)?.phrase ?? "";
      own.exec(
        "DELETE FROM prepared_hits WHERE phrase = '" +
          last.replaceAll("'", "''") +
          "'; UPDATE hits_preparation SET complete = 0",
      );

      let meanwhile = Promise.resolve();
      let goOn = () => {};
      const paused = new Promise<void>((resolve) => {
        goOn = resolve;
      });
      const preparation = createHitsPreparation(
        interrupted(own, last, () => {
          for (let item = 0; item < 5; item++) add("tower tree");
          if (whole) prepareElsewhere(file);
          else meanwhile = other.work(() => paused, never);
        }),
        rules,
      );
      await preparation.work(async () => {}, never);
      goOn();
      await meanwhile;

      const kept = createPreparedHits(own);
      const counted = own
        .prepare<[string], number>(
          "SELECT count(*) FROM item_text WHERE item_text MATCH ?",
        )
        .pluck();
      const phrases = rows.all().map(({ phrase }) => phrase);
      expect(phrases).not.toEqual([]);
      for (const phrase of phrases)
        expect([phrase, kept.find(phrase)?.count]).toEqual([
          phrase,
          counted.get(phrase),
        ]);
    } finally {
      own.close();
      others.close();
      catalog.close();
    }
  },
);
