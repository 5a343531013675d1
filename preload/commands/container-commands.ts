import type { NoInput, ContainerStanding, MetadataFields } from "../shapes.ts";

/** Changes of communities and collections. */
export interface ContainerCommands {
  /** Collections to which the caller may give items, by id. */
  "collections.accepting": {
    readonly input: NoInput;
    readonly output: readonly number[];
  };
  /** A community or collection as somebody changes it; null: the top of the catalog. */
  "containers.get": {
    readonly input: { readonly container: number | null };
    readonly output: ContainerStanding;
  };
  "containers.create": {
    readonly input: {
      readonly kind: "community" | "collection";
      /** Null: at the top. */
      readonly parent: number | null;
      readonly metadata: MetadataFields;
    };
    readonly output: { readonly uuid: string };
  };
  /** Replaces the metadata, provided that it still is as expected. */
  "containers.revise": {
    readonly input: {
      readonly container: number;
      readonly expected: MetadataFields;
      readonly metadata: MetadataFields;
    };
    readonly output: null;
  };
  /** Removes a community or collection with all that is in it. */
  "containers.remove": {
    readonly input: { readonly container: number };
    readonly output: null;
  };
  /** Null takes the logo away. */
  "containers.set-logo": {
    readonly input: {
      readonly container: number;
      readonly file: string | null;
    };
    readonly output: null;
  };
}
