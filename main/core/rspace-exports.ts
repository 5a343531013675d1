import { randomInt } from "node:crypto";
import { AppError } from "../domain/errors.ts";
import type { Asked, ExportRequest } from "../domain/run-request.ts";
import type {
  ExportOptions,
  ExportResult,
  Run,
  RunProgress,
} from "../domain/run.ts";
import type { Access } from "./access.ts";
import type { AccountView } from "./accounts.ts";
import type { Exports } from "./exports.ts";
import type { createRspaceTargets, RspaceWish } from "./rspace-targets.ts";
import { finishedArchive, type ArchiveFile } from "./runs.ts";

export const rspaceFormats = ["xml", "html"] as const;
export type RspaceFormat = (typeof rspaceFormats)[number];

/** An export as a client of RSpace asks for it. */
export interface RspaceExport extends RspaceWish {
  readonly format: RspaceFormat;
  readonly includeRevisionHistory: boolean;
  readonly maxLinkLevel: number;
}

/** What is kept of a job beside its run. */
export interface RspaceRecord {
  readonly run: number;
  readonly account: number;
  /** Name of the archive. */
  readonly archive: string;
  /** The process that took the job in. */
  readonly server: string;
  /** The most that was told of its progress. */
  readonly percent: number;
  readonly expiredAt: number | null;
}

export type RspaceStatus =
  "STARTING" | "STARTED" | "COMPLETED" | "FAILED" | "ABANDONED";

/** A job as it stands. */
export interface RspaceJob {
  readonly id: number;
  readonly status: RspaceStatus;
  readonly percent: number;
  /** Set once it is completed. */
  readonly archive: {
    readonly crc32: number;
    readonly size: number;
    /** Milliseconds since 1970. */
    readonly expiresAt: number;
    /** Name to download it by; null once it is not there any more. */
    readonly name: string | null;
  } | null;
  /** Why it came to nothing, and when; null unless it did. */
  readonly failure: { readonly message: string; readonly at: number } | null;
}

/** What this file needs of the catalog, the runner and the disk. */
export interface RspacePorts {
  /** Queues a run with its job; null when an export of the account has not ended. Both, or nothing. */
  create(
    request: ExportRequest,
    account: number,
    archive: string,
  ): Promise<number | null>;
  isRunning(account: number): boolean;
  wake(): Promise<void>;
  get(run: number): RspaceRecord | null;
  byArchive(name: string): RspaceRecord | null;
  keepPercent(run: number, percent: number): Promise<void>;
  run(id: number): Run | null;
  fileSize(path: string): number | null;
  freeBytes(): Promise<number>;
  now(): number;
}

export type RspaceExports = ReturnType<typeof createRspaceExports>;

/** Archives are kept so long after their completion, in milliseconds (rspace.md section 4). */
export const archiveLifetime = 48 * 3_600_000;
/** Without so many bytes on the disk no export can do anything. */
const leastFreeBytes = 16 * 1024 * 1024;

/** Exports as RSpace's clients know them (rspace.md sections 2 to 5), over the runs that every door shows. */
export function createRspaceExports(
  ports: RspacePorts,
  exports: Pick<Exports, "checkOptions">,
  targets: ReturnType<typeof createRspaceTargets>,
  access: Pick<Access, "callerOf">,
) {
  const requireNone = (account: number): void => {
    if (ports.isRunning(account)) throw oneAtATime();
  };

  async function requireRoom(): Promise<void> {
    if ((await ports.freeBytes()) >= leastFreeBytes) return;
    throw new AppError(
      "disk.full",
      "The disk is too full to begin an export.",
      { remedy: "Free some space on it, then try again." },
    );
  }

  function statusOf(run: Run): RspaceStatus {
    switch (run.state) {
      case "queued":
        return "STARTING";
      case "processing":
        return "STARTED";
      case "done":
      case "done-with-problems":
        return "COMPLETED";
      case "failed":
        return "FAILED";
      case "cancelled":
        return "ABANDONED";
    }
  }

  function archiveOf(run: Run, record: RspaceRecord): RspaceJob["archive"] {
    if (statusOf(run) !== "COMPLETED") return null;
    const { crc32, size } = run.result as ExportResult;
    const expiresAt = (run.finishedAt ?? run.createdAt) + archiveLifetime;
    const there =
      ports.now() < expiresAt &&
      record.expiredAt === null &&
      finishedArchive(run, ports.fileSize) !== null;
    return { crc32, size, expiresAt, name: there ? record.archive : null };
  }

  /** Progress as a percentage that never falls, not even when the program ends meanwhile. */
  async function percentOf(run: Run, record: RspaceRecord): Promise<number> {
    switch (run.state) {
      case "queued":
        return 0;
      case "done":
      case "done-with-problems":
        return 100;
      default: {
        const percent = Math.max(record.percent, percentDone(run.progress));
        if (percent > record.percent) await ports.keepPercent(run.id, percent);
        return percent;
      }
    }
  }

  async function describe(run: Run, record: RspaceRecord): Promise<RspaceJob> {
    const status = statusOf(run);
    const failed = status === "FAILED" || status === "ABANDONED";
    return {
      id: run.id,
      status,
      percent: await percentOf(run, record),
      archive: archiveOf(run, record),
      failure: failed
        ? {
            message: run.error?.message ?? "The export has come to nothing.",
            at: run.finishedAt ?? run.createdAt,
          }
        : null,
    };
  }

  return {
    /**
     * Starts an export and does not wait for it.
     * @param server address of this server, as the client knows it
     * @throws AppError input.invalid, access.denied, export.one-at-a-time, disk.full
     */
    async start(
      account: AccountView,
      wish: RspaceExport,
      server: string,
    ): Promise<RspaceJob> {
      const target = await targets.resolve(access.callerOf(account), wish);
      const options: ExportOptions = {
        format: wish.format,
        packer: "zip",
        migrate: false,
        bitstreams: true,
        withdrawn: false,
        verify: true,
        includeRevisionHistory: wish.includeRevisionHistory,
        ...(wish.scope === "selection"
          ? { maxLinkLevel: wish.maxLinkLevel }
          : {}),
      };
      exports.checkOptions(options);
      requireNone(account.id);
      await requireRoom();
      const at = ports.now();
      const asked: Asked = {
        by: account.email,
        at,
        server,
        scope: wish.scope,
        selections: wish.selections.map(({ text }) => text),
        skipped: [...target.skipped],
      };
      const root = archiveName(at, wish.format, target.name);
      const run = await ports.create(
        {
          kind: "export",
          selection: target.selection,
          scope:
            target.scope === null
              ? null
              : {
                  ...target.scope,
                  groups: [...target.scope.groups],
                  collections: [...target.scope.collections],
                },
          options,
          out: null,
          root,
          title: target.title,
          asked,
        },
        account.id,
        `${root}.zip`,
      );
      if (run === null) throw oneAtATime();
      await ports.wake();
      return {
        id: run,
        status: "STARTING",
        percent: 0,
        archive: null,
        failure: null,
      };
    },

    /** @throws AppError run.not-found, to everybody but the owner */
    async job(account: AccountView, id: number): Promise<RspaceJob> {
      const record = ports.get(id);
      const run = ports.run(id);
      if (record?.account !== account.id || run === null) {
        throw new AppError("run.not-found", "There is no such job.");
      }
      return describe(run, record);
    },

    /**
     * A finished archive by its name, for its owner, as long as it is kept.
     * @throws AppError file.not-found
     */
    archive(account: AccountView, name: string): ArchiveFile {
      const record = ports.byArchive(name);
      const run = record === null ? null : ports.run(record.run);
      const archive =
        record?.account === account.id &&
        run !== null &&
        (archiveOf(run, record)?.name ?? null) !== null
          ? finishedArchive(run, ports.fileSize)
          : null;
      if (archive === null) {
        throw new AppError(
          "file.not-found",
          "There is no such archive (any more).",
        );
      }
      return { ...archive, name };
    },
  };
}

function oneAtATime(): AppError {
  return new AppError(
    "export.one-at-a-time",
    "An export of yours has not ended yet; start the next one after it.",
    { retryAfter: 5 },
  );
}

/** Where a run stands, between 0 and 100 and never either, with two decimals. */
export function percentDone(progress: RunProgress): number {
  const { items, itemsTotal, bytes, bytesTotal } = progress;
  const part =
    bytesTotal > 0
      ? bytes / bytesTotal
      : itemsTotal > 0
        ? items / itemsTotal
        : 0;
  const share = Math.min(1, Math.max(0, part));
  const percent = ((): number => {
    switch (progress.phase) {
      case "waiting":
        return 0;
      case "planning":
        return 1;
      case "reading":
      case "packing":
        return 2 + 78 * share;
      case "closing":
        return 81;
      case "verifying":
        return 82 + 17 * share;
      case "summing":
      case "finished":
        return 99.99;
    }
  })();
  return Math.min(99.99, Math.max(0.01, Math.round(percent * 100) / 100));
}

const letters =
  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** `Holdall-2026-05-06-07-08-xml-Plan_of_the_tower-a1B2c3D4e5`: nobody guesses it, and every file system takes it. */
function archiveName(at: number, format: RspaceFormat, of: string): string {
  const minute = new Date(at).toISOString().slice(0, 16).replace(/[T:]/g, "-");
  const short = of
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .replace(/[^A-Za-z0-9_-]+/g, "_")
    .slice(0, 50)
    .replace(/^_+|_+$/g, "");
  const random = Array.from(
    { length: 10 },
    () => letters[randomInt(letters.length)],
  ).join("");
  return `Holdall-${minute}-${format}-${short === "" ? "SELECTION" : short}-${random}`;
}
