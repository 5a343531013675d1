import type { EasydbExport, EasydbRun } from "../../../core/easydb-export.ts";
import type { Run } from "../../../domain/run.ts";
import { errorBody } from "./error-body.ts";
import type { EasydbError } from "./refusal.ts";
import { schedulesObject } from "./schedules-body.ts";
import { userObject } from "./session-object.ts";
import { withoutEffect } from "./format-settings.ts";
import { defaultSettings } from "./settings-body.ts";
import { transportObjects, type Outgoing } from "./transport-objects.ts";
import { timestamp } from "./timestamp.ts";

/** An export as lists show it (easydb.md section 9). */
export function listedExport(one: EasydbExport): object {
  return {
    _basetype: "export",
    _date_created: timestamp(one.createdAt),
    _last_updated_date: timestamp(one.updatedAt),
    _state: one.state,
    export: {
      _id: one.definition,
      _version: one.version,
      type: one.type,
      name: one.name,
      search: one.search,
      ...defaultSettings,
      ...one.settings,
    },
  };
}

/** An export with all there is of it but its files and events (easydb.md section 4). */
export function exportObject(one: EasydbExport, outgoing: Outgoing): object {
  const transports = transportObjects(one, outgoing);
  return {
    ...listedExport(one),
    _schedules: schedulesObject(one.schedules),
    _transports: transports,
    _downloads: transports.flatMap(({ _download }) => _download ?? []),
  };
}

/** The events of section 7. Their ids follow from those of the export and its runs, and grow with them. */
export function* eventsOf(
  one: EasydbExport,
  login: string,
  runs: Iterable<EasydbRun>,
): Generator<object> {
  const user = userObject({ id: one.owner, email: login });
  const event = (
    of: number,
    step: number,
    type: string,
    at: number,
    version: number,
    info: object,
  ) => ({
    _basetype: "event",
    event: {
      _id: of * 4 + step,
      type,
      timestamp: timestamp(at),
      schema: "BASE",
      basetype: "export",
      object_id: one.definition,
      object_version: version,
      info,
    },
    _user: user,
  });
  yield event(one.definition, 0, "EXPORT_INSERT", one.createdAt, 1, {});
  for (const { run, version, lines } of runs) {
    if (run.startedAt !== null)
      yield event(run.id, 1, "EXPORT_START", run.startedAt, version, {});
    // An export is done when its deliveries have ended too.
    if (
      run.finishedAt === null ||
      (run.id === one.run && one.state === "processing")
    )
      continue;
    const protocol =
      version === one.version
        ? [...lines, ...withoutEffect(one.settings, one.search)]
        : lines;
    yield event(
      run.id,
      2,
      endings[run.state] ?? "EXPORT_FAILED",
      run.finishedAt,
      version,
      run.state === "cancelled"
        ? { state: "failed", protocol }
        : {
            state: run.state === "failed" ? "failed" : "done",
            exception: exceptionOf(run),
            protocol,
          },
    );
  }
}

/** Why a run has failed; what only the log can explain comes with the id to look for there. */
function exceptionOf({ error, uuid }: Run): EasydbError | null {
  if (error === null) return null;
  const body = errorBody(500, error);
  return body.realm === "server" ? { uuid, ...body } : body;
}

const endings: Partial<Record<Run["state"], string>> = {
  done: "EXPORT_FINISH",
  "done-with-problems": "EXPORT_FINISH",
  cancelled: "EXPORT_STOPPED",
};
