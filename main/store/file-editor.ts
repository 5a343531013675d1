import type { Database } from "better-sqlite3";
import type { BitstreamPorts } from "../core/bitstreams.ts";
import type { BundlePorts } from "../core/bundles.ts";
import type { FileChangePorts, FileFormat } from "../core/file-changes.ts";
import type { Content } from "../domain/catalog.ts";
import { splitOwnFields, withOwnFields } from "../domain/own-fields.ts";
import type { FilePolicies } from "./file-policies.ts";
import type { ItemEditor } from "./item-editor.ts";
import type { MetadataStore } from "./metadata-store.ts";
import type { ObjectRemover } from "./object-remover.ts";
import type { ObjectStore } from "./object-store.ts";
import type { RegistryStore } from "./registry-store.ts";

export type FileEditor = ReturnType<typeof createFileEditor>;

interface OwnRow {
  readonly name: string | null;
  readonly description: string | null;
  readonly source: string | null;
}

/** What the bytes of a bitstream are, as its columns have it. */
const bytesOf = ({ size, sha256, md5, crc32 }: Content) => ({
  size,
  sha256: Buffer.from(sha256, "hex"),
  md5: Buffer.from(md5, "hex"),
  crc32,
});

const noBitstream = (id: number): TypeError =>
  new TypeError(`there is no bitstream ${String(id)}`);

const bitstreamFields = ["dc.title", "dc.description", "dc.source"] as const;

/** Changes bundles and bitstreams. What writes is to be called in a transaction. */
export function createFileEditor(
  database: Database,
  objects: ObjectStore,
  registry: RegistryStore,
  metadata: MetadataStore,
  policies: FilePolicies,
  items: Pick<ItemEditor, "touch">,
  remover: Pick<ObjectRemover, "remove">,
): Omit<
  BundlePorts & BitstreamPorts & FileChangePorts,
  | "find"
  | "write"
  | "findHandle"
  | "removeFrom"
  | "removeEmpty"
  | "removeManyBitstreams"
  | "accessStatusOf"
  | "holds"
> {
  const number = (sql: string) =>
    database.prepare<[number], number | null>(sql).pluck();
  const collectionOf = number("SELECT collection_id FROM item WHERE id = ?");
  const bundleNamed = database
    .prepare<[number, string], number>(
      "SELECT id FROM bundle WHERE item_id = ? AND name = ?",
    )
    .pluck();
  const insertBundle = database.prepare(
    `INSERT INTO bundle (id, item_id, position, name)
     VALUES (@id, @item, (SELECT coalesce(max(position), -1) + 1 FROM bundle WHERE item_id = @item), @name)`,
  );
  const nameOf = database
    .prepare<[number], string>("SELECT name FROM bundle WHERE id = ?")
    .pluck();
  const renameBundle = database.prepare(
    "UPDATE bundle SET name = ? WHERE id = ?",
  );
  const itemOfBundle = number("SELECT item_id FROM bundle WHERE id = ?");
  const bitstreamsOf = database
    .prepare<[number], number>(
      "SELECT id FROM bitstream WHERE bundle_id = ? ORDER BY position, id",
    )
    .pluck();
  const setPosition = database.prepare(
    "UPDATE bitstream SET position = @position WHERE id = @id AND position <> @position",
  );
  const primary = number("SELECT primary_id FROM bundle WHERE id = ?");
  const setPrimary = database.prepare(
    "UPDATE bundle SET primary_id = ? WHERE id = ?",
  );
  const insertBitstream = database.prepare(
    `INSERT INTO bitstream (id, bundle_id, position, name, description, source, format_id, mime_type, size, sha256, md5, crc32, sequence)
     VALUES (@id, @bundle, (SELECT coalesce(max(position), -1) + 1 FROM bitstream WHERE bundle_id = @bundle),
       @name, @description, @source, @format, @mimeType, @size, @sha256, @md5, @crc32,
       (SELECT coalesce(max(b.sequence), 0) + 1 FROM bundle u JOIN bitstream b ON b.bundle_id = u.id
        WHERE u.item_id = (SELECT item_id FROM bundle WHERE id = @bundle)))`,
  );
  const own = database.prepare<[number], OwnRow>(
    "SELECT name, description, source FROM bitstream WHERE id = ?",
  );
  const setOwn = database.prepare(
    "UPDATE bitstream SET name = ?, description = ?, source = ? WHERE id = ?",
  );
  const itemOfBitstream = number(
    "SELECT u.item_id FROM bitstream b JOIN bundle u ON u.id = b.bundle_id WHERE b.id = ?",
  );
  const inItem = (condition: string) =>
    database
      .prepare<[number, number | string], string>(
        `SELECT o.uuid FROM bundle u JOIN bitstream b ON b.bundle_id = u.id JOIN object o ON o.id = b.id
         WHERE u.item_id = ? AND ${condition} ORDER BY u.position, b.position LIMIT 1`,
      )
      .pluck();
  const bySequence = inItem("b.sequence = ?");
  const byName = inItem("b.name = ?");

  const bundleOf = number("SELECT bundle_id FROM bitstream WHERE id = ?");
  const setBundle = database.prepare(
    `UPDATE bitstream SET bundle_id = @bundle,
       position = (SELECT coalesce(max(position), -1) + 1 FROM bitstream WHERE bundle_id = @bundle) WHERE id = @id`,
  );
  const setContent = database.prepare(
    `UPDATE bitstream SET size = @size, sha256 = @sha256, md5 = @md5, crc32 = @crc32, format_id = @format,
       mime_type = @mimeType WHERE id = @id`,
  );
  const contentOf = database.prepare<
    [number],
    {
      readonly size: number;
      readonly sha256: Buffer;
      readonly md5: Buffer;
      readonly crc32: number;
    }
  >("SELECT size, sha256, md5, crc32 FROM bitstream WHERE id = ?");
  const fileFormatOf = database.prepare<[number], FileFormat>(
    "SELECT format_id AS id, mime_type AS mimeType FROM bitstream WHERE id = ?",
  );
  const formatNameOf = database
    .prepare<[number], string>(
      "SELECT f.name FROM bitstream b JOIN bitstream_format f ON f.id = b.format_id WHERE b.id = ?",
    )
    .pluck();
  const setFormat = database.prepare(
    `UPDATE bitstream SET format_id = (SELECT id FROM bitstream_format WHERE name = @name), mime_type = NULL
     WHERE id = @id AND EXISTS (SELECT 1 FROM bitstream_format WHERE name = @name)`,
  );

  const touchItemOf = (bundle: number): void => {
    items.touch(itemOfBundle.get(bundle) ?? 0);
  };

  return {
    isTemplate: (item) => collectionOf.get(item) == null,
    bundleNamed: (item, name) => bundleNamed.get(item, name) ?? null,
    createBundle(item, entries) {
      const { id, uuid } = objects.add("bundle");
      const { own: fields, rest } = splitOwnFields(entries, ["dc.title"]);
      insertBundle.run({ id, item, name: fields["dc.title"] ?? "" });
      metadata.replace(id, rest);
      policies.inheritFromItem(item, id);
      items.touch(item);
      return uuid;
    },
    bundleMetadata: (bundle) =>
      withOwnFields(metadata.entries(bundle), {
        "dc.title": nameOf.get(bundle) ?? null,
      }),
    setBundleMetadata(bundle, entries) {
      const { own: fields, rest } = splitOwnFields(entries, ["dc.title"]);
      renameBundle.run(fields["dc.title"] ?? "", bundle);
      metadata.replace(bundle, rest);
      touchItemOf(bundle);
    },
    itemOfBundle: (bundle) => itemOfBundle.get(bundle) ?? 0,
    bitstreamsOf: (bundle) => bitstreamsOf.all(bundle),
    setOrder(bundle, bitstreams) {
      bitstreams.forEach((id, position) => setPosition.run({ id, position }));
      touchItemOf(bundle);
    },
    primary: (bundle) => primary.get(bundle) ?? null,
    setPrimary(bundle, bitstream) {
      setPrimary.run(bitstream, bundle);
      touchItemOf(bundle);
    },
    bundleOf: (bitstream) => bundleOf.get(bitstream) ?? null,
    setBundle(bitstream, bundle) {
      setBundle.run({ id: bitstream, bundle });
      touchItemOf(bundle);
    },
    setContent(bitstream, content, given) {
      const bundle = bundleOf.get(bitstream) ?? 0;
      const format =
        given ??
        registry.format(
          own.get(bitstream)?.name ?? null,
          undefined,
          nameOf.get(bundle) ?? "",
        );
      setContent.run({
        id: bitstream,
        ...bytesOf(content),
        format: format.id,
        mimeType: format.mimeType,
      });
      touchOwner(bitstream);
    },
    contentOf(bitstream) {
      const row = contentOf.get(bitstream);
      if (row === undefined) throw noBitstream(bitstream);
      return {
        ...row,
        sha256: row.sha256.toString("hex"),
        md5: row.md5.toString("hex"),
      };
    },
    fileFormatOf(bitstream) {
      const row = fileFormatOf.get(bitstream);
      if (row === undefined) throw noBitstream(bitstream);
      return row;
    },
    formatNameOf: (bitstream) => formatNameOf.get(bitstream) ?? "",
    setFormat(bitstream, name) {
      const { changes } = setFormat.run({ id: bitstream, name });
      touchOwner(bitstream);
      return changes > 0;
    },
    createBitstream(bundle, content, entries) {
      const { id, uuid } = objects.add("bitstream");
      const { own: fields, rest } = splitOwnFields(entries, bitstreamFields);
      const format = registry.format(
        fields["dc.title"],
        undefined,
        nameOf.get(bundle) ?? "",
      );
      insertBitstream.run({
        id,
        bundle,
        name: fields["dc.title"],
        description: fields["dc.description"],
        source: fields["dc.source"],
        format: format.id,
        mimeType: format.mimeType,
        ...bytesOf(content),
      });
      metadata.replace(id, rest);
      policies.inheritFromBundle(bundle, id);
      touchItemOf(bundle);
      return uuid;
    },
    bitstreamMetadata(bitstream) {
      const row = own.get(bitstream);
      return withOwnFields(metadata.entries(bitstream), {
        "dc.title": row?.name ?? null,
        "dc.description": row?.description ?? null,
        "dc.source": row?.source ?? null,
      });
    },
    setBitstreamMetadata(bitstream, entries) {
      const { own: fields, rest } = splitOwnFields(entries, bitstreamFields);
      setOwn.run(
        fields["dc.title"],
        fields["dc.description"],
        fields["dc.source"],
        bitstream,
      );
      metadata.replace(bitstream, rest);
      touchOwner(bitstream);
    },
    itemOfBitstream: (bitstream) => itemOfBitstream.get(bitstream) ?? null,
    bitstreamOfItem: (item, by) =>
      ("sequence" in by
        ? bySequence.get(item, by.sequence)
        : byName.get(item, by.name)) ?? null,
    removeBitstreams(bitstreams) {
      const owners = new Set(
        bitstreams.map((bitstream) => itemOfBitstream.get(bitstream) ?? null),
      );
      for (const item of owners) touchItem(item);
      remover.remove("bitstream", ...bitstreams);
    },
  };

  function touchOwner(bitstream: number): void {
    touchItem(itemOfBitstream.get(bitstream) ?? null);
  }

  function touchItem(item: number | null): void {
    if (item === null) objects.bumpRevision();
    else items.touch(item);
  }
}
