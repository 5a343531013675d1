import type { Problem, Run, RunProgress } from "../../main/domain/run.ts";

const at = Date.UTC(2026, 2, 14, 9, 26);
const ended: RunProgress = {
  phase: "finished",
  items: 54,
  itemsTotal: 54,
  files: 108,
  filesTotal: 108,
  bytes: 67_500_000,
  bytesTotal: 67_500_000,
};
const base = (id: number): Run => ({
  id,
  uuid: `66666666-0000-4000-8000-${String(id).padStart(12, "0")}`,
  kind: "export",
  origin: "holdall",
  title: "Keepers’ letters",
  state: "done",
  progress: ended,
  createdAt: at - (10 - id) * 3_600_000,
  startedAt: at - (10 - id) * 3_600_000,
  finishedAt: at - (10 - id) * 3_600_000 + 42_000,
  retryOf: null,
  problems: { error: 0, warning: 0, note: 0 },
  error: null,
  result: null,
});
const archive = {
  path: "/home/ada/.local/share/holdall/exports/10673-4.zip",
  size: 61_240_118,
  sha256: "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
  crc32: 1,
  items: 54,
  itemsPlanned: 54,
  files: 108,
  filesPlanned: 108,
  entries: 274,
  verified: true,
};

/** A run of each kind and in each state, the newest first. */
export const someRuns: readonly Run[] = [
  {
    ...base(9),
    title: "The whole catalog",
    state: "processing",
    finishedAt: null,
    progress: {
      ...ended,
      phase: "packing",
      items: 20_431,
      itemsTotal: 61_250,
      bytes: 27_804_000_000,
      bytesTotal: 83_412_000_000,
    },
  },
  { ...base(8), result: archive },
  {
    ...base(7),
    title: "Tide readings",
    state: "done-with-problems",
    problems: { error: 1, warning: 1, note: 1 },
    result: {
      ...archive,
      items: 18,
      itemsPlanned: 18,
      files: 35,
      filesPlanned: 36,
    },
  },
  {
    ...base(6),
    kind: "import",
    title: "/home/ada/incoming/lighthouse letters 1890–1920.zip",
    result: {
      items: 54,
      itemsAlreadyThere: 2,
      itemsRefused: 1,
      files: 108,
      bytes: 67_500_000,
      collections: [
        {
          uuid: "00000000-0000-4000-8000-000000000004",
          name: "Keepers’ letters",
        },
      ],
    },
  },
  {
    ...base(5),
    title: "Search: lighthouse",
    state: "failed",
    error: {
      code: "disk.full",
      kind: "failed",
      message:
        "The disk is full: /home/ada/.local/share/holdall/exports/search.zip could not be written.",
      object: "/home/ada/.local/share/holdall/exports/search.zip",
      remedy:
        "Free some space on that disk or choose another folder, then run it again.",
    },
  },
  {
    ...base(4),
    title: "Maritime archive",
    state: "cancelled",
    error: {
      code: "run.cancelled",
      kind: "failed",
      message: "The run was cancelled.",
    },
  },
];

export const someProblems: readonly Problem[] = [
  {
    severity: "error",
    code: "bitstream.missing",
    object: "10673/1017 Tide readings, August 1931",
    file: "gauges/süderhörn-1931-08.csv",
    message: "The file is not in the store any more.",
    action: "It was left out, and the report names it.",
  },
  {
    severity: "warning",
    code: "name.changed",
    object: "10673/1004 Gauge readings",
    message: "Two files have the same name in one folder.",
    action: "The second one was numbered.",
  },
  {
    severity: "note",
    code: "metadata.language",
    object: "10673/1002",
    file: "metadata.csv",
    line: 12,
    message: "The language “xx” is not a known one.",
    action: "It was taken over as it is.",
  },
];
