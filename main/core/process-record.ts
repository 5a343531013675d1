import type { RunRequest } from "../domain/run-request.ts";
import type { Run, RunState } from "../domain/run.ts";
import type { ProcessArgument } from "./process-arguments.ts";
import type { ScriptName } from "./scripts.ts";

export const processStatuses = [
  "SCHEDULED",
  "RUNNING",
  "COMPLETED",
  "FAILED",
] as const;
export type ProcessStatus = (typeof processStatuses)[number];

/** What DSpace calls the states of a run. */
export const statesOf: Readonly<Record<ProcessStatus, readonly RunState[]>> = {
  SCHEDULED: ["queued"],
  RUNNING: ["processing"],
  COMPLETED: ["done", "done-with-problems"],
  FAILED: ["failed", "cancelled"],
};

/** A run as DSpace's scripts and processes know it. */
export interface ProcessRecord {
  readonly id: number;
  readonly uuid: string;
  /** uuid of who started it; null when that was somebody at this machine. */
  readonly owner: string | null;
  readonly script: ScriptName;
  readonly status: ProcessStatus;
  /** Milliseconds since 1970. */
  readonly created: number;
  readonly started: number | null;
  readonly ended: number | null;
  readonly parameters: readonly ProcessArgument[];
}

/**
 * @param owner id of the account that started it; null when that was somebody at this machine
 * @param uuidOf the uuid of an object or an account; null when it is gone
 */
export function describeProcess(
  run: Run,
  owner: number | null,
  request: RunRequest,
  uuidOf: (object: number) => string | null,
): ProcessRecord {
  return {
    id: run.id,
    uuid: run.uuid,
    owner: owner === null ? null : uuidOf(owner),
    script: run.kind,
    status: statusOf(run.state),
    created: run.createdAt,
    started: run.startedAt,
    ended: run.finishedAt,
    parameters: parametersOf(request, uuidOf),
  };
}

function statusOf(state: RunState): ProcessStatus {
  return (
    processStatuses.find((status) => statesOf[status].includes(state)) ??
    "FAILED"
  );
}

/** What a run was asked for, as the script's arguments would say it. */
function parametersOf(
  request: RunRequest,
  uuidOf: (object: number) => string | null,
): readonly ProcessArgument[] {
  const flag = (name: string) => ({ name, value: null });
  if (request.kind === "import") {
    const collection =
      request.collection === null ? null : uuidOf(request.collection);
    return [
      flag("-a"),
      ...(collection === null ? [] : [{ name: "-c", value: collection }]),
    ];
  }
  const { selection, options } = request;
  const object =
    selection.kind === "items"
      ? selection.ids.length === 1
        ? (selection.ids[0] ?? null)
        : null
      : "id" in selection
        ? selection.id
        : null;
  const type =
    selection.kind === "items" ? "ITEM" : selection.kind.toUpperCase();
  const uuid = object === null ? null : uuidOf(object);
  return [
    { name: "-t", value: type },
    ...(uuid === null ? [] : [{ name: "-i", value: uuid }]),
    ...(options.firstNumber === undefined
      ? []
      : [{ name: "-n", value: String(options.firstNumber) }]),
    ...(options.migrate ? [flag("-m")] : []),
    ...(options.bitstreams ? [] : [flag("-x")]),
  ];
}
