import type { NoInput, FieldView, MetadataFields } from "../shapes.ts";

/** Changes of items. */
export interface EditingCommands {
  /** All fields of the metadata registry, by name. */
  "fields.list": {
    readonly input: NoInput;
    readonly output: readonly FieldView[];
  };
  /** Replaces the metadata of an item, provided that it still is as expected. */
  "items.revise": {
    readonly input: {
      readonly item: number;
      readonly expected: MetadataFields;
      readonly metadata: MetadataFields;
    };
    readonly output: null;
  };
  /** Withdraws an item or takes it back, hides or shows it. */
  "items.set-state": {
    readonly input: {
      readonly item: number;
      readonly state: "withdrawn" | "discoverable";
      readonly value: boolean;
    };
    readonly output: null;
  };
  /** Gives an item to another collection. */
  "items.move": {
    readonly input: { readonly item: number; readonly collection: number };
    readonly output: null;
  };
  "items.remove": {
    readonly input: { readonly item: number };
    readonly output: null;
  };
  /** Makes an item with its files: absolute paths at this machine, or uploads. */
  "items.create": {
    readonly input: {
      readonly collection: number;
      readonly metadata: MetadataFields;
      readonly files: readonly string[];
    };
    readonly output: { readonly item: number };
  };
  "items.add-files": {
    readonly input: {
      readonly item: number;
      readonly files: readonly string[];
      /** To which bundle; absent for that of the files people look at first. */
      readonly bundle?: number;
    };
    /** The files that are new, and the bundle that was made for them; null where there was one. */
    readonly output: {
      readonly files: readonly number[];
      readonly bundle: number | null;
    };
  };
  /** Removes what was just added: files, and a bundle where nothing else has come into it. */
  "files.take-back": {
    readonly input: {
      readonly files: readonly number[];
      readonly bundle: number | null;
    };
    readonly output: null;
  };
  "files.remove": {
    readonly input: { readonly bitstream: number };
    readonly output: null;
  };
}
