import type { MetadataFields } from "../shapes.ts";

/** What new items of a collection start from, and what is asked of those who bring them. */
export interface CollectionCommands {
  /** Metadata that a new item has before anybody says more of it. */
  "templates.get": {
    readonly input: { readonly collection: number };
    readonly output: MetadataFields;
  };
  /** Replaces it, provided that it still is as expected. */
  "templates.revise": {
    readonly input: {
      readonly collection: number;
      readonly expected: MetadataFields;
      readonly metadata: MetadataFields;
    };
    readonly output: null;
  };
  /** The licence of a collection; null where it asks what the site asks. */
  "licenses.get": {
    readonly input: { readonly collection: number };
    readonly output: { readonly license: string | null };
  };
  "licenses.revise": {
    readonly input: {
      readonly collection: number;
      readonly expected: string | null;
      readonly license: string | null;
    };
    readonly output: null;
  };
}
