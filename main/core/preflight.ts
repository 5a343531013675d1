import { dirname } from "node:path";
import type { ErrorView } from "../domain/errors.ts";
import type { ExportPlan } from "../domain/export-definition.ts";
import type {
  PlaceForArchive,
  PlannedExport,
  Preflight,
} from "../domain/preflight.ts";
import type { ExportRequest } from "../domain/run-request.ts";
import type { Caller } from "./access.ts";
import type { Definitions } from "./definitions.ts";
import { expectedTime, type PastRun } from "./expected-time.ts";
import type { ExportInput, Exports } from "./exports.ts";

/** What this file needs of the jobs, the catalog and the disk. */
export interface PreflightPorts {
  look(
    request: ExportRequest,
    thorough: boolean,
  ): Promise<{
    readonly plan: PlannedExport;
    readonly hindrance: ErrorView | null;
  }>;
  /** Finished exports with a format, the newest first, a few. */
  pastRuns(format: string): readonly PastRun[];
  /** Bytes that may be written to a folder's disk, and which disk that is. @throws when it is not there */
  disk(folder: string): Promise<{
    readonly free: number;
    readonly device: number;
  }>;
  /** The folder of this machine that a target is; null when it is somewhere else. */
  localFolder(transport: string, settings: unknown): string | null;
  /** Where archives are made that have no other place. */
  readonly exportsFolder: string;
}

/** What to look at: an export as it would be asked for, or a saved one. */
export type PreflightInput =
  | (ExportInput & { readonly thorough?: boolean | undefined })
  | {
      readonly definition: number;
      readonly thorough?: boolean | undefined;
    };

export type Preflights = ReturnType<typeof createPreflight>;

/** What can be told about an export before it starts. */
export function createPreflight(
  ports: PreflightPorts,
  exports: Pick<Exports, "plan">,
  definitions: Pick<Definitions, "get" | "targets">,
) {
  /** Every place with a disk of its own is asked once; those on one disk need room for all. */
  async function roomIn(
    wanted: readonly Pick<PlaceForArchive, "kind" | "path">[],
    bytes: number,
  ): Promise<PlaceForArchive[]> {
    const disks = await Promise.all(
      wanted.map(({ path }) => ports.disk(path).catch(() => null)),
    );
    return wanted.map((place, index) => {
      const disk = disks[index] ?? null;
      const sharing = disks.filter((other) => other?.device === disk?.device);
      const needed = bytes * (disk === null ? 1 : sharing.length);
      return {
        ...place,
        free: disk?.free ?? null,
        needed,
        enough: disk !== null && disk.free >= needed,
      };
    });
  }

  return {
    /**
     * Counts what an export would pack, and looks for what would be in its way. Writes nothing.
     * @throws AppError object.not-found, definition.not-found, format.unknown, packer.unknown, input.invalid
     */
    async look(caller: Caller, input: PreflightInput): Promise<Preflight> {
      const plan: ExportPlan =
        "definition" in input
          ? definitions.get(caller, input.definition).plan
          : exports.plan(input);
      const out = "definition" in input ? null : (input.out ?? null);
      const targets =
        "definition" in input
          ? definitions.targets(caller, input.definition)
          : [];
      const found = await ports.look(
        { kind: "export", ...plan, out },
        input.thorough === true,
      );
      const places: Pick<PlaceForArchive, "kind" | "path">[] = [
        out === null
          ? { kind: "data", path: ports.exportsFolder }
          : { kind: "out", path: dirname(out) },
      ];
      for (const { transport, settings } of targets) {
        const path = ports.localFolder(transport, settings);
        if (path !== null) places.push({ kind: "target", path });
      }
      return {
        ...found.plan,
        places: await roomIn(places, found.plan.archive.most),
        time: expectedTime(found.plan, ports.pastRuns(plan.options.format)),
        hindrance: found.hindrance,
      };
    },
  };
}
