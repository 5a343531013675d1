import type { ErrorView } from "../domain/errors.ts";
import type {
  ExportResult,
  ImportResult,
  Run,
  RunState,
} from "../domain/run.ts";

import type { Remembered } from "./protocol.ts";

/** What a job has come to. */
export type RunOutcome =
  | {
      readonly result: ExportResult | ImportResult;
      readonly remembered: Remembered | null;
    }
  | { readonly error: ErrorView };

/** Why a run that was cancelled has no result. */
export const cancelledView: ErrorView = {
  code: "run.cancelled",
  kind: "failed",
  message: "The run was cancelled.",
};

/** Why a run that does not outlive the program has no result; it has ended in the given state. */
export function abandonedAs(state: RunState): ErrorView {
  return {
    code: state === "failed" ? "run.failed" : "run.cancelled",
    kind: "failed",
    message: "The program ended before the run had.",
    remedy: "Start it again.",
  };
}

/** The state a run ends in. */
export function stateOf(
  outcome: RunOutcome,
  problems: Run["problems"],
  cancelled: boolean,
): RunState {
  if (cancelled) return "cancelled";
  if ("error" in outcome) return "failed";
  return problems.error > 0 || problems.warning > 0
    ? "done-with-problems"
    : "done";
}
