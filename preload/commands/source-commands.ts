import type {
  KnownSource,
  SourceLook,
  SourceSettings,
} from "../../main/domain/known-source.ts";
import type { Run } from "../../main/domain/run.ts";
import type { NoInput, SourceDraft } from "../shapes.ts";

/** What is imported from again and again. */
export interface SourceCommands {
  "sources.list": {
    readonly input: NoInput;
    readonly output: readonly KnownSource[];
  };
  /** Remembers a file or folder to import from; nothing is imported yet. */
  "sources.add": {
    readonly input: SourceDraft;
    readonly output: KnownSource;
  };
  /** Replaces all that is known of a source; without a name it keeps its own. */
  "sources.change": {
    readonly input: SourceDraft & { readonly source: number };
    readonly output: KnownSource;
  };
  "sources.remove": {
    readonly input: { readonly source: number };
    readonly output: null;
  };
  /** What is there, what of it is new, and what is wrong with it; nothing is taken in. Takes some seconds. */
  "sources.look": {
    readonly input: SourceSettings;
    readonly output: SourceLook;
  };
  /** Imports what is not there yet. */
  "sources.run": {
    readonly input: { readonly source: number };
    readonly output: Run;
  };
  /** The imports of a source, the newest first. */
  "sources.runs": {
    readonly input: { readonly source: number; readonly limit: number };
    readonly output: readonly Run[];
  };
}
