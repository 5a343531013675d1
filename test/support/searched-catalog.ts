import { join } from "node:path";
import { expect } from "vitest";
import type { ReadScope } from "../../main/core/access.ts";
import type { ItemChoice } from "../../main/core/items.ts";
import { searchField } from "../../main/domain/search-fields.ts";
import { parseSearchQuery } from "../../main/domain/search-query.ts";
import { ownRoom } from "../../main/store/finding-room.ts";
import { openFinding } from "../../main/store/finding.ts";
import { createHitsPreparation } from "../../main/store/hits-preparation.ts";
import { openCatalog } from "../../main/store/open.ts";
import { openTestCatalog, publicRead, value } from "./catalog.ts";

/** So little is kept, and brought up to date, that a few items show all of it. */
const rules = { fewestItems: 30, fewestHits: 3, mostChanges: 8 };
const words =
  "tower town tree trees treaty sea seal season Ärger arm über under ü 1847 1848".split(
    " ",
  );

interface Known {
  readonly title: string;
  readonly subject: string;
  readonly collection: number;
  readonly readable: boolean;
  readonly withdrawn: boolean;
  readonly discoverable: boolean;
}

/** Numbers that look like chance and are the same each time. */
export function chanceFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/**
 * A catalog that is written to at random, whose searches are compared with what is plainly counted. Two threads look: one
 * that has looked since the beginning, and one that begins anew now and then.
 */
export function openSearchedCatalog(folder: string, seed: number) {
  const chance = chanceFrom(seed);
  const pick = <One>(list: readonly One[]): One => {
    const found = list[chance(list.length)];
    if (found === undefined) throw new Error("there is nothing to pick");
    return found;
  };
  const catalog = openTestCatalog(folder);
  const file = join(folder, "catalog.sqlite");
  const writer = openCatalog(file);
  const preparation = createHitsPreparation(writer, rules);
  // Few are many here.
  const room = { ...ownRoom, mostSorted: 2 };
  const constant = openFinding(file, room);
  let fresh = openFinding(file, room);
  const community = catalog.community("All");
  const collections = [1, 2, 3].map((name) =>
    catalog.collection(String(name), [community]),
  );
  const items = new Map<number, Known>();
  const anonymous = writer
    .prepare<[], number>(
      "SELECT id FROM account_group WHERE name = 'Anonymous'",
    )
    .pluck()
    .get();
  if (anonymous === undefined) throw new Error("there is no Anonymous");
  const policiesOf = writer
    .prepare<[number], number>(
      "SELECT id FROM resource_policy WHERE object_id = ? AND action = 'READ'",
    )
    .pluck();
  const nobody: ReadScope = {
    groups: [anonymous],
    account: null,
    today: "2026-01-01",
    collections: [],
  };

  const text = (): string =>
    Array.from({ length: 1 + chance(4) }, () => pick(words)).join(" ");
  const fold = (some: string): string =>
    some.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  function add(): void {
    const known: Known = {
      title: text(),
      subject: text(),
      collection: pick(collections),
      readable: chance(4) > 0,
      withdrawn: chance(10) === 0,
      discoverable: chance(10) > 0,
    };
    const { id } = catalog.item(known.collection, {
      metadata: [
        value("dc.title", known.title),
        value("dc.subject", known.subject),
      ],
      withdrawn: known.withdrawn,
      inArchive: !known.withdrawn,
      discoverable: known.discoverable,
      policies: known.readable ? [publicRead] : [],
    });
    items.set(id, known);
  }

  const entry = (some: string) => [
    { value: some, language: null, authority: null, confidence: -1 },
  ];
  function change(): void {
    const id = pick([...items.keys()]);
    const known = items.get(id);
    if (known === undefined) return;
    catalog.together(() => {
      switch (chance(6)) {
        case 3: {
          const readable = !known.readable;
          if (readable) {
            catalog.groups.addPolicies(id, [publicRead]);
            catalog.objects.bumpRevision();
          } else
            for (const policy of policiesOf.all(id))
              catalog.policies.removePolicy(policy);
          items.set(id, { ...known, readable });
          break;
        }
        case 0: {
          const withdrawn = !known.withdrawn;
          catalog.itemEditor.setItemState("withdrawn", id, withdrawn);
          items.set(id, { ...known, withdrawn });
          break;
        }
        case 1: {
          const discoverable = !known.discoverable;
          catalog.itemEditor.setItemState("discoverable", id, discoverable);
          items.set(id, { ...known, discoverable });
          break;
        }
        case 2: {
          const collection = pick(collections);
          if (collection === known.collection) break;
          catalog.itemEditor.move(id, known.collection, collection);
          items.set(id, { ...known, collection });
          break;
        }
        default: {
          const [title, subject] = [text(), text()];
          catalog.itemEditor.setItemMetadata(
            id,
            new Map([
              ["dc.title", entry(title)],
              ["dc.subject", entry(subject)],
            ]),
          );
          items.set(id, { ...known, title, subject });
        }
      }
    });
  }
  function remove(): void {
    const id = pick([...items.keys()]);
    catalog.together(() => {
      if (chance(2) === 0) catalog.remover.remove("item", id);
      else catalog.remover.unlink("item", id);
    });
    items.delete(id);
  }

  /** What is asked for, and whether a word of title or of all text is found by it. */
  function question() {
    const word = fold(pick(words));
    const begin = word.slice(0, 1 + chance(word.length));
    const inTitle = chance(2) === 0;
    const whole = chance(5) === 0;
    const looked = whole ? word : begin;
    const expression = inTitle
      ? (parseSearchQuery(`title:${looked}${whole ? "" : "*"}`, searchField) ??
        undefined)
      : undefined;
    const listed = chance(2) === 0;
    const within = chance(4) === 0 ? [pick(collections)] : null;
    const scope = chance(2) === 0 ? nobody : null;
    const choice: ItemChoice = {
      collections: within,
      query: inTitle ? null : whole ? `"${looked}"` : looked,
      ...(expression === undefined ? {} : { expression }),
      listed,
    };
    const fits = (known: Known): boolean =>
      fold(inTitle ? known.title : `${known.title} ${known.subject}`)
        .split(" ")
        .some((one) => (whole ? one === looked : one.startsWith(looked))) &&
      (within === null || within.includes(known.collection)) &&
      ((!listed && scope === null) ||
        (!known.withdrawn && known.discoverable)) &&
      (scope === null || known.readable);
    return { choice, scope, fits };
  }

  return {
    /** Items that there are now. */
    items: () => items.size,
    add,
    /** Writes something, or keeps hits as the program does, stopped in the middle now and then. */
    async step(): Promise<void> {
      const what = chance(12);
      if (what < 5 || items.size < 20) add();
      else if (what < 9) change();
      else if (what < 10) remove();
      else if (what < 11) {
        const stopAfter = chance(3) === 0 ? chance(40) : Infinity;
        let steps = 0;
        await preparation.work(
          () => {
            steps++;
            // Others write in between.
            if (chance(8) === 0) (chance(2) === 0 ? add : change)();
            return Promise.resolve();
          },
          () => steps > stopAfter,
        );
      } else {
        fresh.close();
        fresh = openFinding(file, room);
      }
    },
    /** Asks something, and compares the answer with what is counted. */
    async check(): Promise<void> {
      const { choice, scope, fits } = question();
      const order = { sort: "title", descending: chance(2) === 0 } as const;
      const skip = chance(3) === 0 ? chance(8) : 0;
      const limit = 1 + chance(12);
      const wanted = [...items]
        .filter(([, known]) => fits(known))
        .map(([id, { title }]) => ({ id, key: fold(title) }))
        .sort((one, other) =>
          one.key < other.key
            ? -1
            : one.key > other.key
              ? 1
              : one.id - other.id,
        );
      if (order.descending) wanted.reverse();
      for (const finding of [constant, fresh]) {
        const { positions, total } = await finding.positions(
          choice,
          order,
          null,
          skip,
          limit,
          scope,
        );
        const asked = JSON.stringify({ choice, scope, order, skip, limit });
        expect(total, asked).toBe(wanted.length);
        expect(
          positions.map(({ id }) => id),
          asked,
        ).toEqual(wanted.slice(skip, skip + limit).map(({ id }) => id));
      }
    },
    /** Queries whose hits are kept, and changes that are noted beside them. */
    kept: () =>
      writer
        .prepare<[], { phrases: number; changes: number; settled: number }>(
          `SELECT (SELECT count(*) FROM prepared_hits) AS phrases, (SELECT count(*) FROM text_change) AS changes,
             (SELECT settled FROM hits_preparation) AS settled`,
        )
        .get(),
    close(): void {
      constant.close();
      fresh.close();
      writer.close();
      catalog.close();
    },
  };
}
