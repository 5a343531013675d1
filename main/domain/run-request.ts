import { Type, type Static } from "typebox";
import { itemSearchSchema } from "./item-filter.ts";
import type { ExportOptions, GrownSelection, Selection } from "./run.ts";

const id = Type.Integer({ minimum: 1 });

/** Bytes. Volumes below this would hold little but their own lists. */
export const smallestVolume = 65_536;

export const selectionSchema = Type.Unsafe<Selection>(
  Type.Union([
    Type.Object({ kind: Type.Literal("site") }),
    Type.Object({
      kind: Type.Union([Type.Literal("community"), Type.Literal("collection")]),
      id,
      owned: Type.Optional(Type.Boolean()),
    }),
    Type.Object({ kind: Type.Literal("items"), ids: Type.Array(id) }),
    Type.Object({ kind: Type.Literal("objects"), ids: Type.Array(id) }),
    Type.Object({ kind: Type.Literal("query"), query: Type.String() }),
    Type.Object({ kind: Type.Literal("search"), search: itemSearchSchema }),
  ]),
);

export const exportOptionsSchema = Type.Unsafe<ExportOptions>(
  Type.Object({
    format: Type.String(),
    packer: Type.String(),
    migrate: Type.Boolean(),
    bitstreams: Type.Boolean(),
    withdrawn: Type.Boolean(),
    verify: Type.Boolean(),
    rehearse: Type.Optional(Type.Boolean()),
    firstNumber: Type.Optional(Type.Integer({ minimum: 1 })),
    volumeBytes: Type.Optional(
      Type.Union([Type.Integer({ minimum: smallestVolume }), Type.Null()]),
    ),
    includeRevisionHistory: Type.Optional(Type.Boolean()),
    maxLinkLevel: Type.Optional(Type.Integer({ minimum: 0 })),
    neutraliseFormulas: Type.Optional(Type.Boolean()),
    payload: Type.Optional(Type.String()),
    sourceOrganization: Type.Optional(Type.String({ maxLength: 1000 })),
    settings: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    archives: Type.Optional(
      Type.Array(Type.Object({ packer: Type.String(), name: Type.String() })),
    ),
    mostItems: Type.Optional(Type.Integer({ minimum: 0 })),
    restricted: Type.Optional(
      Type.Union([
        Type.Literal("leave-out"),
        Type.Literal("warn"),
        Type.Literal("include"),
      ]),
    ),
  }),
);

/** Who asked for an export, and in which words: for the manifests of formats that tell it. */
export const askedSchema = Type.Object({
  /** E-mail of the account. */
  by: Type.String(),
  /** Milliseconds since 1970. */
  at: Type.Integer(),
  /** Address of the server that was asked, without a slash at the end. */
  server: Type.String(),
  scope: Type.Union([
    Type.Literal("user"),
    Type.Literal("group"),
    Type.Literal("selection"),
  ]),
  /** Ids as they were given; empty unless they were chosen one by one. */
  selections: Type.Array(Type.String()),
  /** Those of them that do not exist or may not be read, so that nothing of them is in the package. */
  skipped: Type.Array(Type.String()),
});
export type Asked = Static<typeof askedSchema>;

/** What somebody who is no administrator may read. */
export const readScopeSchema = Type.Unsafe<{
  readonly groups: readonly number[];
  readonly account: number | null;
  /** Day for which embargoes are judged, `YYYY-MM-DD`. */
  readonly today: string;
  /** Collections that are administered: everything in them can be read. */
  readonly collections: readonly number[];
}>(
  Type.Object({
    groups: Type.Array(id),
    account: Type.Union([id, Type.Null()]),
    today: Type.String(),
    collections: Type.Array(id),
  }),
);

/** The successful run whose state an incremental export goes on from. */
export const baseRunSchema = Type.Object({
  run: id,
  uuid: Type.String(),
  /** When it ended, in milliseconds since 1970. */
  finishedAt: Type.Integer(),
  /** Revision of the catalog it saw; null when something could not be packed, so that there is something left to do. */
  revision: Type.Union([Type.Integer(), Type.Null()]),
});
export type BaseRun = Static<typeof baseRunSchema>;

/** Where an export remembers what it packed, and what it finds there. */
export const runMemorySchema = Type.Object({
  /** Name of the memory: the uuid of the definition whose runs share it. */
  name: Type.String({ pattern: "^[0-9a-f-]{36}$" }),
  /** The last run whose memory counts; what later ones have written there was of no success. 0: none. */
  known: Type.Integer({ minimum: 0 }),
  /** What the memory was made for; a plan of another basis starts from all again. */
  basis: Type.String(),
  incremental: Type.Boolean(),
  /** Null: everything is exported. */
  base: Type.Union([baseRunSchema, Type.Null()]),
});
export type RunMemory = Static<typeof runMemorySchema>;

/** What an export run was asked to do; kept with the run so that it can go on after a crash. */
export const exportRequestSchema = Type.Object({
  kind: Type.Literal("export"),
  selection: selectionSchema,
  options: exportOptionsSchema,
  /** Absolute path the archive is to have; null keeps it in the data folder. */
  out: Type.Union([Type.String(), Type.Null()]),
  /** Name of the one root folder of the package. */
  root: Type.String(),
  title: Type.String(),
  /** Absent unless the door through which it came says so. */
  asked: Type.Optional(askedSchema),
  /**
   * Whose rights the package is made with: what these may not read is left out of it. Null or absent: everything is
   * taken.
   */
  scope: Type.Optional(Type.Union([readScopeSchema, Type.Null()])),
  /** Absent for an export that is no run of a definition. */
  memory: Type.Optional(runMemorySchema),
});
export type ExportRequest = Static<typeof exportRequestSchema>;

/** Everything that an export takes: its selection with what that grows by. */
export function grownSelection({
  selection,
  options,
}: Pick<ExportRequest, "selection" | "options">): GrownSelection {
  const versions = options.includeRevisionHistory ?? false;
  const links = options.maxLinkLevel ?? 0;
  return versions || links > 0
    ? {
        ...selection,
        growth: { versions, links, withdrawn: options.withdrawn },
      }
    : selection;
}

/** What an import run was asked to do. */
export const importRequestSchema = Type.Object({
  kind: Type.Literal("import"),
  source: Type.String(),
  /** Absolute path. */
  path: Type.String(),
  /** Collection that receives the items; null when the source says where they belong. */
  collection: Type.Union([id, Type.Null()]),
  /** Name of a collection to create for them; null when `collection` is set or the source says. */
  newCollection: Type.Union([Type.String(), Type.Null()]),
  /** Community in which collections are created that have no parent of their own; null for the one for imports. */
  community: Type.Union([id, Type.Null()]),
  /** Refuse the whole import at the first item that has an error. */
  strict: Type.Boolean(),
  /** Give every object a new uuid and handle, so that a package can be imported as a copy. */
  newIdentifiers: Type.Boolean(),
  encoding: Type.Union([Type.String(), Type.Null()]),
  delimiter: Type.Union([Type.String(), Type.Null()]),
  assetstore: Type.Union([Type.String(), Type.Null()]),
});
export type ImportRequest = Static<typeof importRequestSchema>;

export const runRequestSchema = Type.Union([
  exportRequestSchema,
  importRequestSchema,
]);
export type RunRequest = Static<typeof runRequestSchema>;
