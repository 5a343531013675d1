import type { Preflight } from "../../main/domain/preflight.ts";
import type { Run } from "../../main/domain/run.ts";
import type {
  NoInput,
  SelectionInput,
  ExportInput,
  RunInput,
  ExportKinds,
} from "../shapes.ts";

/** Exports that are asked for once, and the archives they have made. */
export interface ExportCommands {
  /** Size estimate and losses before an export; writes nothing. */
  "exports.estimate": {
    readonly input: SelectionInput;
    readonly output: {
      readonly items: number;
      readonly files: number;
      readonly bytes: number;
      readonly withdrawn: number;
    };
  };
  /**
   * Everything that can be told before an export starts: counts, room, time, losses, what not everybody may read. Takes
   * some seconds for a million items; writes nothing.
   */
  "exports.preflight": {
    readonly input: (ExportInput | { readonly definition: number }) & {
      /** Looks at every item and file, however long it takes; otherwise at a sample of many. */
      readonly thorough?: boolean;
    };
    readonly output: Preflight;
  };
  /** What packages can be: in which formats, and packed as what. */
  "exports.kinds": { readonly input: NoInput; readonly output: ExportKinds };
  /** Shows the archive of a finished export in the file manager; only where the window is on the same machine. */
  "exports.reveal": { readonly input: RunInput; readonly output: null };
  /** Lets the person drag the archive out of the window as a file; to be asked for when the dragging begins. */
  "exports.drag": { readonly input: RunInput; readonly output: null };
  /** A path (below the origin of the local API) from which a finished archive can be downloaded for a short time. */
  "exports.link": {
    readonly input: RunInput & {
      /** Which of its volumes, the first being 1; absent for the first. */
      readonly volume?: number;
    };
    readonly output: { readonly path: string };
  };
  "exports.create": { readonly input: ExportInput; readonly output: Run };
  /** Makes one more archive of what an export packed, with the same options, kept in the data folder. */
  "exports.again": { readonly input: RunInput; readonly output: Run };
}
