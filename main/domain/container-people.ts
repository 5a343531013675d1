import type { NamedHolder } from "./held-policy.ts";

/** Steps of the review of a submission, each of which can have a group. */
export const workflowRoles = ["reviewer", "editor", "finaleditor"] as const;
export type WorkflowRole = (typeof workflowRoles)[number];

/** What a group is for in a collection; a community has administrators only. */
export const peopleRoles = [
  "adminGroup",
  "submittersGroup",
  ...workflowRoles,
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
