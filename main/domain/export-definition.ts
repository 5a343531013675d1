import { Type, type Static } from "typebox";
import type { RunState } from "./run.ts";
import { exportOptionsSchema, selectionSchema } from "./run-request.ts";
import { scheduleSchema } from "./schedule.ts";

const count = (maximum: number) =>
  Type.Union([Type.Integer({ minimum: 1, maximum }), Type.Null()]);

/** Which archives of a definition are kept; null is without limit. What either limit names goes. */
export const retentionSchema = Type.Object(
  { keepLast: count(10_000), keepDays: count(36_500) },
  { additionalProperties: false },
);
export type Retention = Static<typeof retentionSchema>;

/** What a definition exports, and how: all of a run's request but where its archive goes. */
export const exportPlanSchema = Type.Object({
  selection: selectionSchema,
  options: exportOptionsSchema,
  /** Name of the one root folder of the package. */
  root: Type.String(),
  title: Type.String(),
  /** True: only what has changed since the last successful run. */
  incremental: Type.Optional(Type.Boolean()),
});
export type ExportPlan = Static<typeof exportPlanSchema>;

/**
 * What an incremental export compares its runs by: as long as it stays the same, each goes on from the one before. How
 * the packages are packed makes no difference to what is in them.
 */
export function basisOf({
  selection,
  options,
  incremental = false,
}: ExportPlan): string {
  const {
    packer: _packer,
    verify: _verify,
    rehearse: _rehearse,
    volumeBytes: _volumeBytes,
    ...contents
  } = options;
  return JSON.stringify([selection, contents, incremental]);
}

/** What the last successful run of a definition has left behind for the next one. */
export interface DefinitionMemory {
  readonly run: number;
  readonly uuid: string;
  readonly basis: string;
  readonly revision: number | null;
  readonly finishedAt: number;
}

export const schedulesSchema = Type.Array(scheduleSchema, { maxItems: 50 });

/** An export that can be run again and again. */
export interface ExportDefinition {
  readonly id: number;
  readonly uuid: string;
  /** Account whose rights it runs with; null for the person at this machine. */
  readonly owner: number | null;
  readonly name: string;
  readonly plan: ExportPlan;
  readonly schedules: readonly Static<typeof scheduleSchema>[];
  /** IANA name of the time zone the schedules are in. */
  readonly timeZone: string;
  readonly retention: Retention;
  /** Grows by one with every change. */
  readonly version: number;
  /** Milliseconds since 1970, as all times here. */
  readonly createdAt: number;
  readonly updatedAt: number;
  /** When it will run by itself; null when it is not scheduled or never will. */
  readonly nextDue: number | null;
  /** The run that was started last; null before the first. */
  readonly lastRun: number | null;
  /** Why it did not run when it was due, one sentence; null when it did. */
  readonly lastProblem: string | null;
}

/** What of a definition its owner says, and when that makes it due. */
export type DefinitionSettings = Pick<
  ExportDefinition,
  "name" | "plan" | "schedules" | "timeZone" | "retention" | "nextDue"
>;

/** A run of a definition. */
export interface DefinitionRun {
  readonly run: number;
  readonly state: RunState;
  readonly finishedAt: number | null;
  /** The time it was due; null when it was started by hand. */
  readonly dueAt: number | null;
  /** Kept whatever the rules of the definition say. */
  readonly pinned: boolean;
  /** When its archive was removed by the rules of the definition. */
  readonly expiredAt: number | null;
  /** Whether it made no archive, because nothing had changed. */
  readonly empty: boolean;
}
