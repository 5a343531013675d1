import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import SQLite from "better-sqlite3";
import { createCatalog } from "../../main/store/catalog.ts";
import { pageBytes } from "../../main/store/open.ts";
import { once } from "./corpora.ts";
import type { PeerPrograms } from "./peer-programs.ts";
import { say } from "./say.ts";
import { addAdministrator } from "./serving.ts";
import { uuidText, writeBrowsed } from "./write-browsed.ts";

const migrations = join(import.meta.dirname, "../../main/store/migrations");

/** The same items in two catalogs. */
export interface ApiData {
  readonly dataFolder: string;
  readonly items: number;
  readonly peerDatabase: string;
}

/** Changes with the catalog's tables. */
function tablesTag(): string {
  const hash = createHash("sha256").update(String(pageBytes));
  const files = readdirSync(migrations, { recursive: true, encoding: "utf8" });
  for (const name of files.filter((file) => file.endsWith(".ts")).sort())
    hash.update(readFileSync(join(migrations, name)));
  return hash.digest("hex").slice(0, 8);
}

/**
 * The catalog everything is asked of, and the peer's database, whose items are those of both. They are kept for the next
 * time.
 */
export function openApiData(
  folder: string,
  items: number,
  peer: PeerPrograms,
): ApiData {
  const kept = join(folder, `api-${String(items)}`);
  mkdirSync(kept, { recursive: true });
  const peerDatabase = once(join(kept, "peer.sqlite"), () => {
    say(`Making the peer's database of ${String(items)} items ...`);
    peer.load(join(kept, "peer.sqlite"), items);
  });
  const name = `data-${tablesTag()}`;
  for (const other of readdirSync(kept))
    if (other.startsWith("data-") && !other.startsWith(name))
      rmSync(join(kept, other), { recursive: true });
  const dataFolder = once(join(kept, name), () => {
    say(
      `Writing the same items into a catalog, which takes minutes; it is kept in ${kept} ...`,
    );
    writeBrowsed(join(kept, name), peerDatabase);
    addAdministrator(join(kept, name));
  });
  return { dataFolder, items, peerDatabase };
}

/** What the program does by itself some time after it has got so many items. */
export async function prepareSearches({ dataFolder }: ApiData): Promise<void> {
  const catalog = createCatalog(join(dataFolder, "catalog.sqlite"));
  try {
    await catalog.hitsPreparation.work(
      () => turn(),
      () => false,
    );
  } finally {
    catalog.close();
  }
}

/** What is asked for: places in the catalog, picked by chance, the same each time. */
export interface Places {
  readonly largest: {
    readonly peerId: number;
    readonly name: string;
    readonly items: number;
  };
  readonly items: readonly {
    readonly peerId: number;
    readonly uuid: string;
  }[];
  /** Positions in the largest collection, by title. */
  readonly positions: readonly {
    readonly title: string;
    readonly id: number;
  }[];
  /** Beginnings of words of titles. */
  readonly beginnings: readonly string[];
}

const picked = 500;

/** Numbers that look like chance and are the same each time. */
function chance(): (below: number) => number {
  let state = 12345;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

export function pickPlaces({ peerDatabase, items }: ApiData): Places {
  const database = new SQLite(peerDatabase, { readonly: true });
  const below = chance();
  try {
    const largest = database
      .prepare<[], { peerId: number; name: string; items: number }>(
        `SELECT c.id AS peerId, c.id || ' ' || c.name AS name, count(*) AS items
         FROM item i JOIN collection c ON c.id = i.collection_id GROUP BY c.id ORDER BY items DESC LIMIT 1`,
      )
      .get();
    if (largest === undefined) throw new Error("The peer has no items.");
    const one = database.prepare<
      [number],
      { id: number; uuid: Buffer; title: string }
    >("SELECT id, uuid, title FROM item WHERE id = ?");
    const pick = () => {
      const found = one.get(1 + below(items));
      if (found === undefined) throw new Error("The peer lacks an item.");
      return found;
    };
    const position = database.prepare<
      [number, number],
      { title: string; id: number }
    >(
      `SELECT sort_title AS title, id FROM item WHERE collection_id = ? ORDER BY sort_title, id LIMIT 1 OFFSET ?`,
    );
    const many = Array.from({ length: picked });
    return {
      largest,
      items: many.map(pick).map(({ id, uuid }) => ({
        peerId: id,
        uuid: uuidText(uuid),
      })),
      positions: many.slice(0, 200).flatMap(() => {
        const skip = below(Math.max(1, largest.items - 20));
        return position.get(largest.peerId, skip) ?? [];
      }),
      beginnings: many.flatMap(() => {
        const words = pick()
          .title.toLowerCase()
          .split(" ")
          .filter((word) => word.length > 2);
        return words[below(words.length)]?.slice(0, 3 + below(3)) ?? [];
      }),
    };
  } finally {
    database.close();
  }
}
