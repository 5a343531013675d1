import type { AuditEntry } from "../../main/domain/audit.ts";
import type { DeliveryRecord } from "../../main/domain/delivery-record.ts";
import type {
  DefinitionRun,
  ExportDefinition,
} from "../../main/domain/export-definition.ts";
import type { KnownSource } from "../../main/domain/known-source.ts";
import type { AccountView } from "../../preload/contract.ts";

const at = Date.UTC(2026, 2, 14, 9, 26);
const hour = 3_600_000;
const tomorrow = Math.floor(Date.now() / (24 * hour) + 1) * 24 * hour;

const base = (id: number, name: string): ExportDefinition => ({
  id,
  uuid: `99999999-0000-4000-8000-${String(id).padStart(12, "0")}`,
  owner: null,
  name,
  plan: {
    selection: { kind: "site" },
    options: {
      format: "saf",
      packer: "zip",
      migrate: false,
      bitstreams: true,
      withdrawn: false,
      verify: true,
    },
    root: "catalog",
    title: "The whole catalog",
  },
  schedules: [],
  timeZone: "Europe/Berlin",
  retention: { keepLast: 10, keepDays: null },
  version: 3,
  createdAt: at,
  updatedAt: at,
  nextDue: null,
  lastRun: null,
  lastProblem: null,
});

/** Saved exports: one by the week, one by cron that was missed, one by hand. */
export const someDefinitions: readonly ExportDefinition[] = [
  {
    ...base(31, "Weekly safety copy"),
    schedules: [
      {
        kind: "times",
        weekdays: ["monday", "friday"],
        daysOfMonth: null,
        months: null,
        hours: [3],
        minutes: [30],
      },
    ],
    nextDue: tomorrow + 2.5 * hour,
    lastRun: 8,
  },
  {
    ...base(32, "Letters for the partner library"),
    schedules: [{ kind: "cron", expression: "0 4 1 * *" }],
    nextDue: tomorrow + 50 * hour,
    lastProblem: "The collection it packs is not there any more.",
  },
  base(33, "Everything, when somebody asks"),
];

export const someDefinitionRuns: readonly DefinitionRun[] = [
  {
    run: 8,
    state: "done",
    finishedAt: at - 2 * hour,
    dueAt: at - 2.1 * hour,
    pinned: true,
    empty: false,
    expiredAt: null,
  },
  {
    run: 7,
    state: "done-with-problems",
    finishedAt: at - 3 * hour,
    dueAt: at - 8 * hour,
    pinned: false,
    empty: false,
    expiredAt: null,
  },
  {
    run: 2,
    state: "done",
    finishedAt: at - 90 * hour,
    dueAt: null,
    pinned: false,
    empty: false,
    expiredAt: at - hour,
  },
];

/** What became of run 8 at two targets. */
export const someDeliveries: readonly DeliveryRecord[] = [
  {
    id: 51,
    run: 8,
    transport: "folder",
    summary: "/media/nas/exports",
    state: "done",
    progress: null,
    receipt: {
      transport: "folder",
      target: "/media/nas/exports",
      files: [
        {
          name: "10673-4.zip",
          location: "/media/nas/exports/10673-4.zip",
          size: 61_240_118,
          compared: ["size", "sha256"],
        },
      ],
      notes: [],
    },
    error: null,
    startedAt: at - 2 * hour,
    finishedAt: at - 1.9 * hour,
  },
  {
    id: 52,
    run: 8,
    transport: "sftp",
    summary: "sftp://ada@library.example.org/in",
    state: "failed",
    progress: null,
    receipt: null,
    error: {
      code: "target.unreachable",
      kind: "failed",
      message: "library.example.org does not answer.",
      remedy: "Check the address, and whether this machine may go there.",
    },
    startedAt: at - 2 * hour,
    finishedAt: at - 1.9 * hour,
  },
];

export const someSources: readonly KnownSource[] = [
  {
    id: 71,
    name: "Letters from the library",
    kind: "saf",
    path: "/media/nas/library/letters 1890–1920 – Donaudampfschifffahrtsgesellschaftsarchiv.zip",
    into: "00000000-0000-4000-8000-000000000004",
    strict: false,
    newIdentifiers: false,
    createdAt: at,
    lastRun: { run: 6, state: "done", finishedAt: at - 2 * hour },
  },
  {
    id: 72,
    name: "Tide tables",
    kind: "csv",
    path: "/home/ada/tides/index.csv",
    strict: true,
    newIdentifiers: false,
    encoding: "windows-1252",
    createdAt: at,
    lastRun: null,
  },
];

export const someAccounts: readonly AccountView[] = [
  {
    id: 61,
    uuid: "aaaaaaaa-0000-4000-8000-000000000061",
    email: "ada@example.org",
    admin: true,
    canLogIn: true,
    createdAt: at,
  },
  {
    id: 62,
    uuid: "aaaaaaaa-0000-4000-8000-000000000062",
    email: "grace@example.org",
    admin: false,
    canLogIn: true,
    createdAt: at,
  },
];

export const someAudit: readonly AuditEntry[] = [
  {
    id: 4,
    at: at + hour,
    who: "ada@example.org",
    door: "holdall",
    action: "archive.downloaded",
    object: "10673-4.zip",
    run: 8,
    detail: { bytes: 61_240_118 },
  },
  {
    id: 3,
    at,
    who: "schedule",
    door: "schedule",
    action: "archive.not-delivered",
    object: "sftp://ada@library.example.org/in",
    run: 8,
    detail: {
      error: {
        code: "target.unreachable",
        kind: "unavailable",
        message: "library.example.org does not answer.",
        remedy: "Check the address, and whether this machine may go there.",
      },
    },
  },
  {
    id: 2,
    at: at - hour,
    who: "this machine",
    door: "command line",
    action: "definition.removed",
    object: "Last year's letters",
    run: null,
    detail: {},
  },
];
