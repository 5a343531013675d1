import type { ObjectKind } from "../../../domain/catalog.ts";

/** What there is in the catalog for an export to name. */
export interface Vocabulary {
  /** A metadata field in dotted form that may be read. */
  hasField(name: string): boolean;
  hasBundle(name: string): boolean;
  isEntityType(name: string): boolean;
  kind(id: number): ObjectKind | null;
  /** Whether there is a bitstream with this id that the owner of the export may read. */
  readsBitstream(id: number): boolean;
  /** Whether there is a mail server that mails can be sent by. */
  hasMail(): boolean;
  /** Where somebody gets mail; null when there is no such account, or none that the owner may see. */
  userAddress(id: number): string | null;
  /** Where the members of a group get mail; null when there is no such group, or none that the owner may see. */
  groupAddresses(id: number): readonly string[] | null;
}

/** The metadata field that a name of the form `item.<field>` or `<field>` is; null when it has another form. */
export function metadataField(name: string): string | null {
  return /^(?:item\.)?([a-z]\w*(?:\.\w+){1,2})$/i.exec(name)?.[1] ?? null;
}

/** The name of a system field; official examples write the type of the objects before it. */
export function ownField(name: string): string {
  return name.replace(/^item\.(?=_)/, "");
}
