import type { NamedHolder } from "./held-policy.ts";

/** What a group of a community or collection is for, as far as people fill it in the window. */
export const peopleRoles = [
  "adminGroup",
  "submittersGroup",
  "itemReadGroup",
  "bitstreamReadGroup",
] as const;
export type PeopleRole = (typeof peopleRoles)[number];

/** One group of a community or collection, or the place for it. */
export interface ContainerPeople {
  readonly role: PeopleRole;
  /** Null where nobody has made one. */
  readonly group: {
    readonly uuid: string;
    readonly name: string;
    /** Groups first, then people. */
    readonly members: readonly NamedHolder[];
    /** Of all members, also of those that are not listed. */
    readonly total: number;
  } | null;
  /** Whether the caller may make it. */
  readonly mayMake: boolean;
}
