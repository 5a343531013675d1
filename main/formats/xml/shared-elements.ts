import type { Bitstream, Policy } from "../../domain/catalog.ts";
import { fieldName, type MetadataValue } from "../../domain/metadata.ts";
import type { XmlWriter } from "./xml-writer.ts";

/** The one namespace of all files; the version is in `schemaVersion`. */
export const archiveNamespace = "urn:holdall:archive";
export const schemaVersion = 1;

/** Attributes of a document's root element. @param schema relative address of the schema */
export function rootAttributes(schema: string) {
  return {
    xmlns: archiveNamespace,
    "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "xsi:schemaLocation": `${archiveNamespace} ${schema}`,
    schemaVersion,
  };
}

/** Metadata, fields sorted by name so that the same values always give the same text, values in their order. */
export function writeMetadata(
  xml: XmlWriter,
  values: readonly MetadataValue[],
  element = "metadata",
): void {
  if (values.length === 0) {
    xml.empty(element, {});
    return;
  }
  const named = values.map((value) => ({ name: fieldName(value), value }));
  named.sort((a, b) =>
    a.name === b.name
      ? a.value.place - b.value.place
      : a.name < b.name
        ? -1
        : 1,
  );
  xml.element(element, {}, () => {
    for (const { value } of named) {
      xml.text(
        "value",
        {
          schema: value.schema,
          element: value.element,
          qualifier: value.qualifier,
          language: value.language,
          authority: value.authority,
          confidence: value.confidence === -1 ? null : value.confidence,
          place: value.place,
        },
        value.value,
      );
    }
  });
}

export function writePolicies(
  xml: XmlWriter,
  policies: readonly Policy[],
): void {
  if (policies.length === 0) {
    xml.empty("policies", {});
    return;
  }
  xml.element("policies", {}, () => {
    for (const policy of policies) {
      const { action, group, account, name, description } = policy;
      const { type, startDate, endDate } = policy;
      xml.empty("policy", {
        action,
        group,
        account,
        name,
        description,
        type,
        startDate,
        endDate,
      });
    }
  });
}

/** Where the bytes of a bitstream are, or why they are not there. */
export type BitstreamPlace =
  { readonly path: string } | { readonly missing: string };

/** A bitstream or logo with everything the catalog knows of it. */
export function writeBitstream(
  xml: XmlWriter,
  element: "bitstream" | "logo",
  bitstream: Bitstream,
  place: BitstreamPlace,
  withUuid: boolean,
): void {
  xml.element(
    element,
    {
      id: bitstream.id,
      uuid: withUuid ? bitstream.uuid : null,
      name: bitstream.name,
      ...place,
      size: bitstream.size,
      sha256: bitstream.sha256,
      md5: bitstream.md5,
      crc32: bitstream.crc32.toString(16).padStart(8, "0"),
      mimeType: bitstream.mimeType,
      formatName: bitstream.formatName,
      sequence: bitstream.sequence,
      primary: bitstream.primary,
      description: bitstream.description,
      source: bitstream.source,
      ...accessStatus(bitstream.policies),
    },
    () => {
      writeMetadata(xml, bitstream.metadata);
      writePolicies(xml, bitstream.policies);
    },
  );
}

/** Who may read a file, whatever day it is: an embargo is one even when it has ended. */
function accessStatus(policies: readonly Policy[]) {
  const open = policies.filter(
    ({ action, group, account }) =>
      action === "READ" && group === "Anonymous" && account === null,
  );
  const [first] = open;
  if (first === undefined) return { accessStatus: "restricted" };
  if (open.some(({ startDate }) => startDate === null))
    return { accessStatus: "open.access" };
  return { accessStatus: "embargo", embargoDate: first.startDate };
}
