import type { EndedRuns } from "../../main/domain/ended-runs.ts";
import type { RunFilter } from "../../main/domain/run-filter.ts";
import type { RunRecordPage } from "../../main/domain/run-record.ts";
import type { Problem, Run, Severity } from "../../main/domain/run.ts";
import type {
  ItemDifference,
  RunComparison,
} from "../../main/domain/run-comparison.ts";
import type { RunInput } from "../shapes.ts";

/** What has run, runs or waits. */
export interface RunCommands {
  /** Newest first. */
  "runs.list": {
    readonly input: RunFilter & {
      readonly limit: number;
      readonly before?: number;
      /** Only what the caller has started. */
      readonly mine?: boolean;
    };
    readonly output: readonly Run[];
  };
  /** How exports have ended over time: sums for each span of `step` milliseconds, and each way to end. */
  "runs.ended": {
    readonly input: {
      /** Milliseconds since 1970 at which the first span begins. */
      readonly since: number;
      readonly step: number;
      readonly count: number;
    };
    readonly output: readonly EndedRuns[];
  };
  "runs.get": { readonly input: RunInput; readonly output: Run };
  /** Makes up for what a run left out, or for a run that failed; failed deliveries are tried again without packing. */
  "runs.retry": {
    readonly input: RunInput;
    readonly output: {
      /** Null when nothing was left out of its archive. */
      readonly run: Run | null;
      /** Deliveries that are tried again. */
      readonly deliveries: readonly number[];
    };
  };
  /** What a run holds that an earlier one (`base`) did not, in another state, or no longer; page by page. */
  "runs.compare": {
    readonly input: RunInput & {
      readonly base: number;
      /** `next` of the page before; absent for the first page. */
      readonly after?: number;
      readonly limit: number;
    };
    readonly output: Omit<RunComparison, "items"> & {
      readonly items: readonly (ItemDifference & {
        /** Null when the item is not in the catalog any more. */
        readonly title: string | null;
      })[];
    };
  };
  "runs.problems": {
    readonly input: RunInput & { readonly limit: number };
    readonly output: readonly Problem[];
  };
  /** All that is kept of a run, page by page: its steps, then what was wrong with single objects. */
  "runs.log": {
    readonly input: RunInput & {
      /** Only lines of this one. */
      readonly severity?: Severity;
      /** `number` of the last line of the page before. */
      readonly after?: number;
      readonly limit: number;
    };
    readonly output: RunRecordPage;
  };
  /** Stops a run at the next place where it can go on from, and keeps it waiting. */
  "runs.pause": { readonly input: RunInput; readonly output: Run };
  /** Lets a run that waits go on. */
  "runs.resume": { readonly input: RunInput; readonly output: Run };
  "runs.cancel": { readonly input: RunInput; readonly output: Run };
}
