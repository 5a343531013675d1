import type { FileCheck } from "../../main/domain/file-check.ts";

/** The files of items. */
export interface FileCommands {
  /** A path (below the origin of the page) from which the content of a file can be had for a short time. */
  "files.link": {
    readonly input: {
      readonly bitstream: number;
      readonly as: "show" | "save";
    };
    readonly output: { readonly path: string };
  };
  /** Reads a file again and compares it with its checksum. */
  "files.check": {
    readonly input: { readonly bitstream: number };
    readonly output: FileCheck;
  };
  /** Saves a copy of a file where the person says; only where the window is on the same machine. */
  "files.save": {
    readonly input: { readonly bitstream: number };
    /** Null when the person thought better of it. */
    readonly output: { readonly path: string | null };
  };
  /** Opens a copy of a file in the program this machine has for it; only where the window is on the same machine. */
  "files.open": {
    readonly input: { readonly bitstream: number };
    readonly output: null;
  };
}
