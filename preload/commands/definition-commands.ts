import type { DefinitionTarget } from "../../main/domain/delivery-record.ts";
import type {
  DefinitionRun,
  ExportDefinition,
} from "../../main/domain/export-definition.ts";
import type { Run } from "../../main/domain/run.ts";
import type { Schedule } from "../../main/domain/schedule.ts";
import type {
  NoInput,
  RunInput,
  DefinitionInput,
  DefinitionChange,
  QuietHoursView,
  WebhookNotice,
  WebhookView,
} from "../shapes.ts";

/** Saved exports and their schedules. */
export interface DefinitionCommands {
  "definitions.list": {
    readonly input: NoInput;
    readonly output: readonly ExportDefinition[];
  };
  "definitions.get": {
    readonly input: { readonly definition: number };
    readonly output: ExportDefinition;
  };
  "definitions.create": {
    readonly input: DefinitionInput;
    readonly output: ExportDefinition;
  };
  "definitions.change": {
    readonly input: DefinitionChange;
    readonly output: ExportDefinition;
  };
  "definitions.remove": {
    readonly input: { readonly definition: number };
    readonly output: null;
  };
  /** Runs a saved export now. */
  "definitions.start": {
    readonly input: { readonly definition: number };
    readonly output: Run;
  };
  "definitions.targets": {
    readonly input: { readonly definition: number };
    readonly output: readonly DefinitionTarget[];
  };
  /** Whom a saved export tells what became of its runs, and what was told; null: nobody of its own. */
  "definitions.webhook": {
    readonly input: { readonly definition: number };
    readonly output:
      (WebhookView & { readonly notices: readonly WebhookNotice[] }) | null;
  };
  /** Posts a message of no meaning there, once. */
  "definitions.test-webhook": {
    readonly input: { readonly definition: number };
    readonly output: { readonly status: number };
  };
  "definitions.runs": {
    readonly input: { readonly definition: number };
    readonly output: readonly DefinitionRun[];
  };
  /** Which saved export a run belongs to; null when it was started by itself. */
  "definitions.of-run": {
    readonly input: RunInput;
    readonly output:
      | (DefinitionRun & { readonly definition: number; readonly name: string })
      | null;
  };
  /** Whose archives will be removed as things stand, when, and whether for their number or their age. */
  "definitions.expiring": {
    readonly input: { readonly definition: number };
    readonly output: readonly {
      readonly run: number;
      readonly because: "count" | "age";
      /** Milliseconds since 1970; null: as soon as the next run has succeeded. */
      readonly at: number | null;
    }[];
  };
  /** The next times of schedules, saved or not, in milliseconds since 1970. */
  "schedules.preview": {
    readonly input: {
      readonly schedules: readonly Schedule[];
      readonly timeZone?: string;
      readonly count: number;
    };
    readonly output: readonly number[];
  };
  "quiet-hours.get": {
    readonly input: NoInput;
    readonly output: QuietHoursView | null;
  };
  "quiet-hours.set": {
    readonly input: { readonly hours: QuietHoursView | null };
    readonly output: null;
  };
  /** Keeps the archive of a run of a saved export whatever its rules say, or no longer. */
  "runs.pin": {
    readonly input: RunInput & { readonly pinned: boolean };
    readonly output: null;
  };
}
