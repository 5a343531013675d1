import type {
  BundledPart,
  CheckUp,
  LogTail,
} from "../../main/domain/upkeep.ts";
import type { NoInput } from "../shapes.ts";

/** What keeps an installation in order. */
export interface UpkeepCommands {
  /** The check of everything that runs, or the last one since the program was started. */
  "check-up.get": { readonly input: NoInput; readonly output: CheckUp };
  /** Checks the catalog, every file of the store, the keychain, the disk and more; goes on by itself. */
  "check-up.start": { readonly input: NoInput; readonly output: CheckUp };
  "check-up.stop": { readonly input: NoInput; readonly output: CheckUp };
  /** The last lines of the log. */
  "log.tail": {
    readonly input: { readonly limit: number };
    readonly output: LogTail;
  };
  /** Shows the log in the file manager; only where the window is on the same machine. */
  "log.reveal": { readonly input: NoInput; readonly output: null };
  /** What other people have made that the program is made of, with their licences. */
  "app.parts": {
    readonly input: NoInput;
    readonly output: readonly BundledPart[];
  };
}
