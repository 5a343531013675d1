import type {
  NamedHolder,
  NamedPolicy,
  PolicyRevision,
} from "../../main/domain/held-policy.ts";

/** Who may do what with objects. */
export interface RightsCommands {
  /** Who may do what with some objects, one list for each; for those who administer them. */
  "rights.of": {
    readonly input: { readonly objects: readonly number[] };
    readonly output: readonly (readonly NamedPolicy[])[];
  };
  /** Replaces all policies of some objects, provided that they still are as expected: of all objects or of none. */
  "rights.revise": {
    readonly input: { readonly changes: readonly PolicyRevision[] };
    readonly output: null;
  };
  /** Groups and people with the words in their names, some of each: for whom a policy can be. */
  "rights.holders": {
    readonly input: { readonly query: string };
    readonly output: readonly NamedHolder[];
  };
}
