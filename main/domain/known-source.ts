import { Type, type Static } from "typebox";
import type { Problem, RunState } from "./run.ts";

/** How what lies at a path is taken in; the same as of an import. */
export const sourceSettingsSchema = Type.Object(
  {
    /** Absolute path of a file or folder of this machine. */
    path: Type.String({ minLength: 1, maxLength: 4096 }),
    /** Collection by uuid, handle, numeric id or name; absent when the source says where its items belong. */
    into: Type.Optional(Type.String({ minLength: 1, maxLength: 4096 })),
    community: Type.Optional(Type.String({ minLength: 1, maxLength: 4096 })),
    /** Refuse the whole import at the first item that has an error. */
    strict: Type.Boolean(),
    /** Give every object a new uuid and handle. */
    newIdentifiers: Type.Boolean(),
    encoding: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
    delimiter: Type.Optional(Type.String({ minLength: 1, maxLength: 1 })),
    assetstore: Type.Optional(Type.String({ minLength: 1, maxLength: 4096 })),
  },
  { additionalProperties: false },
);
export type SourceSettings = Static<typeof sourceSettingsSchema>;

/** Something that is imported from again and again. */
export interface KnownSource extends SourceSettings {
  readonly id: number;
  readonly name: string;
  /** What it was when it was last looked at: `saf`, `csv`, `tar` and so on. */
  readonly kind: string;
  readonly createdAt: number;
  /** Its latest import; null before the first. */
  readonly lastRun: {
    readonly run: number;
    readonly state: RunState;
    readonly finishedAt: number | null;
  } | null;
}

/** What a look into a source has found; nothing was taken in. */
export interface SourceLook {
  readonly kind: string;
  /** Items that were looked at, and how many there are; null when that shows only at the end. */
  readonly items: number;
  readonly total: number | null;
  /** False when there was more than could be looked at in reasonable time. */
  readonly complete: boolean;
  /** Of these items: imported from here before, and such as cannot be imported. */
  readonly alreadyThere: number;
  readonly refused: number;
  readonly files: number;
  readonly bytes: number;
  /** Collections that it describes itself. */
  readonly collections: readonly string[];
  /** Titles of the first items. */
  readonly titles: readonly string[];
  readonly problems: {
    readonly error: number;
    readonly warning: number;
    readonly note: number;
  };
  /** The first of them. */
  readonly first: readonly Problem[];
}
