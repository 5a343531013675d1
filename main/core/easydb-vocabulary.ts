import type { ObjectKind } from "../domain/catalog.ts";
import type { Access, Caller } from "./access.ts";

/** What there is in the catalog for an export to name. */
export interface EasydbKnown {
  hasField(name: string): boolean;
  fieldNames(): readonly string[];
  hasBundle(name: string): boolean;
  isEntityType(name: string): boolean;
  kind(id: number): ObjectKind | null;
  /** Whether there is a mail server that mails can be sent by. */
  hasMail(): boolean;
  /** Where somebody gets mail; null when there is no such account. */
  userAddress(id: number): string | null;
  /** Where the members of a group get mail; null when there is no such group. */
  groupAddresses(id: number): readonly string[] | null;
}

/**
 * What somebody's exports can name: what there is, and of files, accounts and groups those they may read.
 * @param callerOf who an account is today; null when there is no such account
 */
export function createEasydbVocabulary(
  known: EasydbKnown,
  callerOf: (account: number) => Caller | null,
  access: Access,
) {
  return (owner: number) => {
    const caller = callerOf(owner);
    return {
      ...known,
      userAddress: (id: number): string | null =>
        caller !== null && access.readsAccount(caller, id)
          ? known.userAddress(id)
          : null,
      groupAddresses: (id: number): readonly string[] | null =>
        caller !== null && access.readsGroup(caller, id)
          ? known.groupAddresses(id)
          : null,
      readsBitstream: (id: number): boolean =>
        caller !== null &&
        known.kind(id) === "bitstream" &&
        access.reads(caller, id),
    };
  };
}
