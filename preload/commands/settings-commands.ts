import type { Retention } from "../../main/domain/export-definition.ts";
import type { NewsChoice } from "../../main/domain/news.ts";
import type { StorageState } from "../../main/domain/storage.ts";
import type { UpdateSettings, UpdateState } from "../../main/domain/update.ts";
import type { NoInput, RetentionLossView } from "../shapes.ts";

/** What is chosen once for an installation, and of what people want to be told. */
export interface SettingsCommands {
  /** What new saved exports keep when they do not say. */
  "retention-default.get": {
    readonly input: NoInput;
    readonly output: Retention;
  };
  /** What saved exports with other rules would lose at once if these became theirs. */
  "retention-default.preview": {
    readonly input: { readonly retention: Retention };
    readonly output: readonly RetentionLossView[];
  };
  "retention-default.set": {
    readonly input: {
      readonly retention: Retention;
      /** Also for the saved exports that exist; archives that they give up are removed. */
      readonly everywhere: boolean;
    };
    readonly output: null;
  };
  /** How large the data folder is, as far as it was measured since the program started, and what is being done. */
  "storage.get": { readonly input: NoInput; readonly output: StorageState };
  /** Begins to measure the data folder, and what of it nothing needs any more; removes nothing. */
  "storage.measure": { readonly input: NoInput; readonly output: StorageState };
  /** Begins to remove what nothing needs any more. */
  "storage.clean": { readonly input: NoInput; readonly output: StorageState };
  "storage.stop": { readonly input: NoInput; readonly output: StorageState };
  /** Of what the caller wants to be told. */
  "news.get": { readonly input: NoInput; readonly output: NewsChoice };
  "news.set": { readonly input: NewsChoice; readonly output: null };
  /** Whether there is a newer release, as far as somebody has looked. */
  "updates.get": { readonly input: NoInput; readonly output: UpdateState };
  "updates.set": {
    readonly input: UpdateSettings;
    readonly output: UpdateState;
  };
  /** Asks once whether there is a newer release; nothing of it is fetched. */
  "updates.check": { readonly input: NoInput; readonly output: UpdateState };
}
