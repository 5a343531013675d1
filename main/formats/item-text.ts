import type { Bitstream, CollectionRef, Item } from "../domain/catalog.ts";
import {
  fieldName,
  valuesByField,
  type MetadataValue,
} from "../domain/metadata.ts";
import { sidecarVersion, toVersionDocument } from "../domain/saf-sidecar.ts";
import { bitstreamFacts } from "./bitstream-facts.ts";
import type { FormatContext } from "./format.ts";
import { quoted, quotedOrNull } from "./json-quote.ts";

/** What decides how an item is described. */
export interface DocumentContext extends Pick<
  FormatContext,
  "folderOf" | "handlePrefix"
> {
  readonly options: Pick<FormatContext["options"], "migrate">;
}

/**
 * Everything there is to say of an item, as the JSON of an `ItemSidecar`: SAF's sidecar, and an element of JSON packages.
 * The text is put together field by field: packages have one for each item, and an object that holds it all only to be
 * written out would cost several times as much.
 * @param metadata the values that are in the package (fewer than the item's when migrating)
 * @param files name in the package of each bitstream that is packed, by id
 */
export function itemText(
  item: Item,
  metadata: readonly MetadataValue[],
  files: ReadonlyMap<number, string>,
  context: DocumentContext,
): string {
  const { migrate } = context.options;
  const handle = migrate ? null : item.handle;
  const title = metadata.find(
    ({ schema, element, qualifier }) =>
      schema === "dc" && element === "title" && qualifier === null,
  );
  let text = `{"holdall":${String(sidecarVersion)},"type":"item",`;
  if (!migrate) text += `"uuid":${quoted(item.uuid)},`;
  text += `"handle":${quotedOrNull(handle)},"name":${quotedOrNull(title?.value ?? null)}`;
  text += `,"lastModified":"${new Date(item.lastModified).toISOString()}"`;
  text += `,"inArchive":${String(item.inArchive)},"discoverable":${String(item.discoverable)}`;
  text += `,"withdrawn":${String(item.withdrawn)},"submitter":${quotedOrNull(item.submitter)}`;
  text += `,"owningCollection":${referenceText(item.owningCollection)}`;
  text += `,"mappedCollections":[${item.mappedCollections.map(referenceText).join()}]`;
  text += `,"metadata":${metadataText(metadata)}`;
  text += `,"policies":${policiesText(item.policies)}`;
  text += `,"bundles":[${item.bundles.map((bundle) => bundleText(bundle, files, migrate)).join()}]`;
  text += `,"relationships":${migrate ? "[]" : relationshipsText(item, context)}`;
  if (item.version !== undefined && !migrate)
    text += `,"version":${JSON.stringify(toVersionDocument(item.version))}`;
  return `${text}}`;
}

function bundleText(
  bundle: Item["bundles"][number],
  files: ReadonlyMap<number, string>,
  migrate: boolean,
): string {
  const uuid = migrate ? "" : `"uuid":${quoted(bundle.uuid)},`;
  const bitstreams = bundle.bitstreams.map((bitstream) =>
    bitstreamText(bitstream, files.get(bitstream.id) ?? null, migrate),
  );
  return `{${uuid}"name":${quoted(bundle.name)},"metadata":${metadataText(bundle.metadata)},"policies":${policiesText(bundle.policies)},"bitstreams":[${bitstreams.join()}]}`;
}

function bitstreamText(
  bitstream: Bitstream,
  file: string | null,
  migrate: boolean,
): string {
  const { description, source, sequence, primary } = bitstream;
  let text = migrate ? "{" : `{"uuid":${quoted(bitstream.uuid)},`;
  text += `"file":${quotedOrNull(file)},`;
  // Without its braces.
  text += JSON.stringify(bitstreamFacts(bitstream)).slice(1, -1);
  text += `,"description":${quotedOrNull(description)},"source":${quotedOrNull(source)}`;
  text += `,"sequence":${String(sequence)},"primary":${String(primary)}`;
  text += `,"metadata":${metadataText(bitstream.metadata)}`;
  return `${text},"policies":${policiesText(bitstream.policies)}}`;
}

/** Metadata in the form of DSpace's REST API, fields sorted by name: the JSON of a `MetadataDocument`. */
function metadataText(values: readonly MetadataValue[]): string {
  let text = "{";
  let last = "";
  for (const value of valuesByField(values)) {
    const name = fieldName(value);
    if (name === last) text += ",";
    else text += `${last === "" ? "" : "],"}${quoted(name)}:[`;
    last = name;
    text += `{"value":${quoted(value.value)},"language":${quotedOrNull(value.language)}${authorityText(value)}${String(value.place)}}`;
  }
  return last === "" ? "{}" : `${text}]}`;
}

/** Of nearly all values, and so put together once: there are millions of them. */
const withoutAuthority = ',"authority":null,"confidence":-1,"place":';

function authorityText({ authority, confidence }: MetadataValue): string {
  return authority === null && confidence === -1
    ? withoutAuthority
    : `,"authority":${quotedOrNull(authority)},"confidence":${String(confidence)},"place":`;
}

function policiesText(policies: Item["policies"]): string {
  return policies.length === 0 ? "[]" : `[${policies.map(policyText).join()}]`;
}

function policyText(policy: Item["policies"][number]): string {
  const { action, group, account, name, description } = policy;
  const { type, startDate, endDate } = policy;
  return `{"action":"${action}","group":${quotedOrNull(group)},"account":${quotedOrNull(account)},"name":${quotedOrNull(name)},"description":${quotedOrNull(description)},"type":${quotedOrNull(type)},"startDate":${quotedOrNull(startDate)},"endDate":${quotedOrNull(endDate)}}`;
}

function relationshipsText(item: Item, context: DocumentContext): string {
  return JSON.stringify(
    item.relationships.map((relationship) => ({
      type: relationship.type,
      side: relationship.side,
      uuid: relationship.other.uuid,
      handle: relationship.other.handle,
      folder: context.folderOf(relationship.other.id),
      leftPlace: relationship.leftPlace,
      rightPlace: relationship.rightPlace,
    })),
  );
}

function referenceText({ uuid, handle, name }: CollectionRef): string {
  return `{"uuid":${quoted(uuid)},"handle":${quotedOrNull(handle)},"name":${quoted(name)}}`;
}
