import type { FileFacts } from "../../main/domain/file-facts.ts";
import type { NoInput } from "../shapes.ts";

/** How the files of items are called, ordered, and kept in bundles. */
export interface FilingCommands {
  /** The formats that a file can have. */
  "formats.list": {
    readonly input: NoInput;
    readonly output: readonly {
      readonly name: string;
      readonly mimeType: string;
    }[];
  };
  /** Says what a file is called and what it is, provided that this still is as expected. */
  "files.revise": {
    readonly input: {
      readonly bitstream: number;
      readonly expected: FileFacts;
      readonly file: FileFacts;
    };
    readonly output: null;
  };
  /** Takes a file to a place of a bundle of its item, counted from 0; null: to its end. */
  "files.place": {
    readonly input: {
      readonly bitstream: number;
      readonly bundle: number;
      readonly place: number | null;
    };
    readonly output: null;
  };
  /** Puts other bytes in the place of those of a file: an absolute path at this machine, or an upload. */
  "files.replace": {
    readonly input: {
      readonly bitstream: number;
      readonly file: string;
      /** Whether it is called as what is sent. */
      readonly rename: boolean;
    };
    /** What `files.put-back` knows it by. */
    readonly output: { readonly replacement: string };
  };
  /**
   * Gives a file back what was in it before it was replaced. As long as the program runs, what was in it has not been
   * cleaned away, and nobody has replaced it again.
   */
  "files.put-back": {
    readonly input: { readonly replacement: string };
    readonly output: null;
  };
  "bundles.create": {
    readonly input: { readonly item: number; readonly name: string };
    readonly output: { readonly bundle: number };
  };
  /** Removes a bundle with its files. */
  "bundles.remove": {
    readonly input: { readonly bundle: number };
    readonly output: null;
  };
  /** Says which file of a bundle is shown first; null: none in particular. */
  "bundles.set-primary": {
    readonly input: {
      readonly bundle: number;
      readonly bitstream: number | null;
    };
    readonly output: null;
  };
}
