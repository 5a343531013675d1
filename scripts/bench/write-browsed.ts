import { mkdirSync } from "node:fs";
import { join } from "node:path";
import SQLite from "better-sqlite3";
import type { MetadataDraft } from "../../main/domain/metadata.ts";
import { createCatalog } from "../../main/store/catalog.ts";
import { openAccess } from "../../main/store/container-store.ts";

/** Items written in one transaction: enough that making it durable costs little, and its pages still fit in memory. */
const together = 20_000;

interface PeerItem {
  readonly id: number;
  readonly uuid: Buffer;
  readonly handle: string;
  readonly collection: number;
  readonly lastModified: number;
  readonly withdrawn: number;
}
type PeerValue = [
  field: number,
  place: number,
  language: string | null,
  value: string,
];
interface PeerField {
  readonly id: number;
  readonly schema: string;
  readonly element: string;
  readonly qualifier: string | null;
}

/** A uuid of 16 bytes as text. */
export function uuidText(bytes: Buffer): string {
  return bytes
    .toString("hex")
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** Fills an empty data folder with the collections and items of the peer's database, which everyone may read. */
export function writeBrowsed(dataFolder: string, peerDatabase: string): void {
  mkdirSync(dataFolder, { recursive: true });
  const peer = new SQLite(peerDatabase, { readonly: true });
  const catalog = createCatalog(join(dataFolder, "catalog.sqlite"));
  try {
    const community = catalog.containers.createCommunity({
      parent: null,
      name: "Benchmark",
      metadata: [],
      policies: openAccess.slice(0, 1),
    });
    const collections = new Map(
      peer
        .prepare<[], { id: number; name: string }>(
          "SELECT id, name FROM collection ORDER BY id",
        )
        .all()
        .map(({ id, name }) => [
          id,
          catalog.containers.createCollection({
            parents: [community.id],
            name: `${String(id)} ${name}`,
            metadata: [],
            policies: openAccess,
            license: null,
            template: null,
          }).id,
        ]),
    );
    const fields = new Map(
      peer
        .prepare<[], PeerField>(
          "SELECT id, schema, element, qualifier FROM field",
        )
        .all()
        .map((field) => [field.id, field]),
    );
    const values = peer
      .prepare<[number], PeerValue>(
        "SELECT field_id, place, lang, value FROM metadatavalue WHERE item_id = ?",
      )
      .raw();
    const items = peer.prepare<[number, number], PeerItem>(
      `SELECT id, uuid, handle, collection_id AS collection, last_modified AS lastModified, withdrawn
       FROM item WHERE id > ? ORDER BY id LIMIT ?`,
    );
    const metadataOf = (id: number): MetadataDraft[] =>
      values.all(id).flatMap(([fieldId, , language, value]) => {
        const field = fields.get(fieldId);
        if (field === undefined) return [];
        const { schema, element, qualifier } = field;
        return [{ schema, element, qualifier, language, value }];
      });
    for (let last = 0; ;) {
      const batch = items.all(last, together);
      if (batch.length === 0) break;
      catalog.together(() => {
        for (const item of batch) {
          catalog.items.create({
            uuid: uuidText(item.uuid),
            handle: item.handle,
            owningCollection: collections.get(item.collection) ?? 0,
            mappedCollections: [],
            inArchive: true,
            withdrawn: item.withdrawn === 1,
            discoverable: true,
            lastModified: item.lastModified * 1000,
            submitter: null,
            metadata: metadataOf(item.id),
            bundles: [],
            policies: openAccess.slice(0, 1),
          });
        }
      });
      last = batch.at(-1)?.id ?? last;
    }
  } finally {
    catalog.close();
    peer.close();
  }
}
