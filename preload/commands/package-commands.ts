import type {
  PackageFolder,
  PackageMark,
} from "../../main/domain/package-tree.ts";
import type { RunCheck } from "../../main/domain/run-check.ts";
import type { RunInput, PackagePathInput } from "../shapes.ts";

/** What is in the packages that exports have made, and whether it still is what was written. */
export interface PackageCommands {
  /** What a folder of a finished package holds. */
  "packages.folder": {
    readonly input: RunInput & {
      /** From 1. */
      readonly volume: number;
      /** Path in the package, without a slash at its end; empty for the outermost. */
      readonly within: string;
      /** Where the page before has ended; null for the first. */
      readonly after: PackageMark | null;
      readonly limit: number;
      /** Whether to look up the checksums that the package has of its files. */
      readonly sums: boolean;
    };
    readonly output: PackageFolder;
  };
  /** A path (below the origin of the local API) from which one file of a package can be had for a short time. */
  "packages.link": {
    readonly input: PackagePathInput;
    readonly output: { readonly path: string };
  };
  /** Takes one file out of a package and shows it in the file manager; only where the window is on the same machine. */
  "packages.reveal": {
    readonly input: PackagePathInput;
    readonly output: null;
  };
  /** Begins to read a finished package again and to compare it with its list. */
  "checks.start": { readonly input: RunInput; readonly output: RunCheck };
  /** The check of a run that goes on, or the last one since the program started. */
  "checks.get": { readonly input: RunInput; readonly output: RunCheck | null };
  "checks.stop": { readonly input: RunInput; readonly output: null };
}
