import type { Bitstream, Item, Policy } from "../domain/catalog.ts";
import { fieldName, type MetadataValue } from "../domain/metadata.ts";

/** What is compared of an item. */
export interface ItemComparison {
  /** Whether the package was to hold files. */
  readonly withFiles: boolean;
  /** Whether another item came back too, so that a link to it could. */
  cameBack(uuid: string): boolean;
}

/** What of an item is not the same in another catalog, a sentence each. Ids are the catalogs' own. */
export function compareItems(
  before: Item,
  after: Item,
  { withFiles, cameBack }: ItemComparison,
): string[] {
  const found: string[] = [];
  const same = (what: string, one: unknown, other: unknown): void => {
    const [was, is] = [one, other].map((value) =>
      JSON.stringify(value ?? null),
    );
    if (was !== is)
      found.push(
        `${what} is ${short(is ?? "")} instead of ${short(was ?? "")}.`,
      );
  };
  same("The handle", before.handle, after.handle);
  same(
    "The owning collection",
    before.owningCollection.uuid,
    after.owningCollection.uuid,
  );
  same(
    "The list of mapped collections",
    before.mappedCollections.map(({ uuid }) => uuid).sort(),
    after.mappedCollections.map(({ uuid }) => uuid).sort(),
  );
  for (const property of [
    "inArchive",
    "withdrawn",
    "discoverable",
    "lastModified",
    "submitter",
  ] as const)
    same(`The property ${property}`, before[property], after[property]);
  sameMetadata("", before.metadata, after.metadata);
  same("The list of policies", policies(before), policies(after));
  const links = (item: Item) =>
    item.relationships
      .filter(({ other }) => cameBack(other.uuid))
      .map(({ type, side, other, leftPlace, rightPlace }) =>
        [type, side, other.uuid, leftPlace, rightPlace].join(" "),
      )
      .sort();
  same("The list of relationships", links(before), links(after));
  if (withFiles) compareBundles();
  return found;

  function compareBundles(): void {
    same(
      "The list of bundles",
      before.bundles.map(({ name }) => name),
      after.bundles.map(({ name }) => name),
    );
    for (const [index, bundle] of before.bundles.entries()) {
      const other = after.bundles[index];
      if (other?.name !== bundle.name) continue;
      const of = ` of the bundle ${bundle.name}`;
      sameMetadata(of, bundle.metadata, other.metadata);
      same(`The list of policies${of}`, policies(bundle), policies(other));
      same(
        `The list of files${of}`,
        bundle.bitstreams.map(({ name }) => name),
        other.bitstreams.map(({ name }) => name),
      );
      for (const [place, file] of bundle.bitstreams.entries()) {
        const twin = other.bitstreams[place];
        if (twin !== undefined) compareFiles(file, twin);
      }
    }
  }

  function compareFiles(file: Bitstream, twin: Bitstream): void {
    const of = ` of the file ${file.name ?? file.uuid}`;
    for (const property of [
      "sha256",
      "size",
      "md5",
      "crc32",
      "description",
      "source",
      "mimeType",
      "formatName",
      "sequence",
      "primary",
    ] as const)
      same(`The property ${property}${of}`, file[property], twin[property]);
    sameMetadata(of, file.metadata, twin.metadata);
    same(`The list of policies${of}`, policies(file), policies(twin));
  }

  function sameMetadata(
    of: string,
    one: readonly MetadataValue[],
    other: readonly MetadataValue[],
  ): void {
    const [was, is] = [byField(one), byField(other)];
    for (const field of new Set([...was.keys(), ...is.keys()]))
      same(`The field ${field}${of}`, was.get(field), is.get(field));
  }
}

/** Values by field, in their order; what is made of relationships is not the item's own. */
function byField(
  metadata: readonly MetadataValue[],
): ReadonlyMap<string, readonly object[]> {
  const fields = new Map<string, object[]>();
  for (const field of metadata) {
    if (field.authority?.startsWith("virtual::") === true) continue;
    const { value, language, authority, confidence } = field;
    const name = fieldName(field);
    const list = fields.get(name) ?? [];
    list.push({ value, language, authority, confidence });
    fields.set(name, list);
  }
  return fields;
}

function policies({
  policies: list,
}: {
  readonly policies: readonly Policy[];
}) {
  return list.map((policy) => [
    policy.action,
    policy.group,
    policy.account,
    policy.name,
    policy.description,
    policy.type,
    policy.startDate,
    policy.endDate,
  ]);
}

function short(text: string): string {
  return text.length <= 200 ? text : `${text.slice(0, 200)}…`;
}
