import type { PackageFile } from "../domain/package-file.ts";
import type { Run } from "../domain/run.ts";
import type { DeliveryRecordState } from "../domain/delivery-record.ts";
import type { Schedule } from "../domain/schedule.ts";
import type {
  EasydbTransport,
  EasydbTransportDraft,
} from "./easydb-transports.ts";
import type { ExportInput } from "./exports.ts";

export const easydbTypes = [
  "export",
  "export_incremental",
  "download",
] as const;
export type EasydbType = (typeof easydbTypes)[number];
export const easydbStates = [
  "new",
  "pending",
  "processing",
  "failed",
  "done",
  "expired",
] as const;
export type EasydbState = (typeof easydbStates)[number];

type Json = Readonly<Record<string, unknown>>;

/** An export as its owner says it. */
export interface EasydbDraft {
  readonly type: EasydbType;
  /** Null when the owner has given it none. */
  readonly name: string | null;
  /** As it was given, to be given back. */
  readonly search: Json;
  readonly settings: Json;
  readonly schedules: readonly Schedule[];
  readonly transports: readonly EasydbTransportDraft[];
  /** What is exported, and how. */
  readonly plan: Omit<ExportInput, "out">;
}

/** What is kept of an export beside its definition. */
export interface EasydbRecord {
  readonly definition: number;
  readonly type: EasydbType;
  readonly search: Json;
  readonly settings: Json;
  readonly named: boolean;
  readonly version: number;
  readonly passkey: string;
  readonly updatedAt: number;
  readonly run: number | null;
  readonly automatic: boolean;
  readonly launchAt: number | null;
  readonly transports: readonly EasydbTransport[];
  /** The highest id any of its transports has had. */
  readonly lastTransport: number;
}

/** An export as it stands. */
export interface EasydbExport extends EasydbRecord {
  readonly owner: number;
  readonly name: string;
  readonly schedules: readonly Schedule[];
  readonly createdAt: number;
  readonly state: EasydbState;
  /** Its files are there, and on their way. */
  readonly delivering: boolean;
}

/** A run of an export, with the version it was of. */
export interface EasydbRun {
  readonly run: Run;
  readonly version: number;
  /** What its log says. */
  readonly lines: readonly string[];
}

/** How far a run is on its way to a target. */
export interface EasydbDelivery {
  readonly target: number | null;
  readonly state: DeliveryRecordState;
}

/** The files of a finished export. To be closed. */
export interface EasydbListing {
  find(path: string): PackageFile | null;
  hasFolder(path: string): boolean;
  /** Those of a folder, or all; in the order of the export. */
  files(folder?: string | null): AsyncIterable<PackageFile>;
  close(): void;
}

/** What an export is called whose owner has given it no name. */
export function generatedName(type: EasydbType, id: number): string {
  return `easydb-${type}-${String(id)}`;
}
