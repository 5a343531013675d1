import type {
  Rehearsal,
  RehearsalProgress,
} from "../../main/domain/rehearsal.ts";
import type { RunInput } from "../shapes.ts";

/** Whether packages can be restored, tried out in a scratch catalog. */
export interface RehearsalCommands {
  /** Imports the package of a run into a scratch catalog, and compares every item, value and file with this one. */
  "runs.rehearse": { readonly input: RunInput; readonly output: Rehearsal };
  /** The same for a package that lies anywhere on this machine. */
  "archives.rehearse": {
    readonly input: { readonly path: string };
    readonly output: Rehearsal;
  };
  /** How far a rehearsal is; null when none is under way. Asking for it again while it goes on is `rehearsal.running`. */
  "rehearsals.progress": {
    readonly input: RunInput | { readonly path: string };
    readonly output: RehearsalProgress | null;
  };
  /** Stops it: who waits for it gets the failure `run.cancelled`. */
  "rehearsals.cancel": {
    readonly input: RunInput | { readonly path: string };
    readonly output: { readonly cancelled: boolean };
  };
}
