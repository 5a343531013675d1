import { once } from "node:events";
import type { Worker } from "node:worker_threads";
import type { PackedContent } from "../archives/package-tree.ts";
import { AppError, fromErrorView, type ErrorView } from "../domain/errors.ts";
import type { PackageFolder, PackageMark } from "../domain/package-tree.ts";
import type { CheckOutcome } from "../domain/run-check.ts";
import type { RunComparison } from "../domain/run-comparison.ts";
import type { ComparisonInput, RememberedRun } from "./compare-runs.ts";
import type { Rehearsal, RehearsalProgress } from "../domain/rehearsal.ts";
import type { SourceLook } from "../domain/known-source.ts";
import type { FileCheck, FileCheckInput } from "./check-files.ts";
import type { LookInput } from "./look-into-source.ts";
import type { RehearsalInput } from "./rehearse.ts";
import type { RunsWithItemInput, RunWithItem } from "./runs-with-item.ts";
import { startThread } from "./thread.ts";

/** What takes so long to find out that nobody else is to wait for it. */
export type Question =
  | ({ readonly kind: "comparison" } & ComparisonInput)
  | ({ readonly kind: "incomplete" } & RememberedRun)
  | ({ readonly kind: "file-check" } & FileCheckInput)
  | ({ readonly kind: "look" } & LookInput)
  | ({ readonly kind: "with-item" } & RunsWithItemInput)
  | ({ readonly kind: "rehearsal" } & RehearsalQuestion)
  | ({ readonly kind: "folder" } & FolderQuestion)
  | ({ readonly kind: "file" } & FileQuestion)
  | ({ readonly kind: "check" } & CheckQuestion);

/** What a folder of a package holds. */
export interface FolderQuestion {
  readonly archive: string;
  readonly within: string;
  /** Where the page before has ended; null for the first. */
  readonly after: PackageMark | null;
  readonly limit: number;
  /** Whether to look up what the package's own list says of the files. */
  readonly sums: boolean;
}

export interface FileQuestion {
  readonly archive: string;
  readonly path: string;
}

/** Whether the volumes of a package are sound. */
export interface CheckQuestion {
  readonly archives: readonly string[];
  readonly threads: number;
}

/** How far a check is. */
export interface CheckProgress {
  readonly entries: number;
  /** Unpacked. */
  readonly bytes: number;
}

/** How many files of the store were read. */
interface FileCheckProgress {
  readonly files: number;
}

export type RehearsalQuestion = Omit<RehearsalInput, "signal" | "onProgress">;

export type QuestionReply =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: ErrorView };

/** Sent while a question is looked into. */
export interface QuestionNews {
  readonly progress: RehearsalProgress | CheckProgress | FileCheckProgress;
}

/** What who asks wants to know meanwhile, and how it is stopped. */
interface Watch<Progress> {
  readonly signal: AbortSignal;
  onProgress(progress: Progress): void;
}

/** Time a question has to stop by itself, in milliseconds. */
const grace = 10_000;
/** Questions that are looked into at the same time; the others wait. */
const slots = 2;
/** More that wait is no line but a flood. */
const longestLine = 100;

export type Questions = ReturnType<typeof createQuestions>;

/**
 * Looks into packages and into what is remembered of runs, on threads: a million items must keep nobody else waiting.
 * @param leaving ends when whoever asks goes away; what is not watched ends with it
 */
export function createQuestions(
  leaving: () => AbortSignal | null = () => null,
) {
  const threads = new Set<Worker>();
  const waiting: (() => void)[] = [];
  let closed = false;

  const ended = () =>
    new AppError("run.cancelled", "The program is being closed.");

  /**
   * Waits for a thread to end. Whoever is stopped meanwhile leaves the line at once: the place that becomes free is for
   * somebody who still waits.
   */
  async function turn(signal: AbortSignal | undefined): Promise<void> {
    if (waiting.length >= longestLine)
      throw new AppError(
        "server.busy",
        "Too many such questions wait for their answers.",
        { remedy: "Try again when some of them have been answered." },
      );
    let leave: (() => void) | undefined;
    await new Promise<void>((resolve) => {
      waiting.push(resolve);
      leave = () => {
        const place = waiting.indexOf(resolve);
        if (place >= 0) waiting.splice(place, 1);
        resolve();
      };
      signal?.addEventListener("abort", leave, { once: true });
    });
    if (leave !== undefined) signal?.removeEventListener("abort", leave);
    if (signal?.aborted === true) {
      if (threads.size < slots) waiting.shift()?.();
      throw signal.reason;
    }
  }

  async function ask<Progress extends QuestionNews["progress"]>(
    question: Question,
    watch?: Watch<Progress>,
  ): Promise<unknown> {
    // What a change waits for goes on: who asked for that may leave.
    const whileWanted = question.kind === "incomplete" ? null : leaving();
    const signal = watch?.signal ?? whileWanted ?? undefined;
    while (threads.size >= slots && !closed) await turn(signal);
    if (closed) throw ended();
    signal?.throwIfAborted();
    const worker = startThread("question", question);
    threads.add(worker);
    let reply: QuestionReply | null = null;
    worker.on("message", (message: QuestionReply | QuestionNews) => {
      if ("progress" in message)
        // Each kind of question has news of one kind.
        watch?.onProgress(message.progress as Progress);
      else reply = message;
    });
    let timer: NodeJS.Timeout | undefined;
    const stop = () => {
      if (watch === undefined) {
        // It only reads.
        void worker.terminate();
        return;
      }
      worker.postMessage("cancel");
      timer = setTimeout(() => void worker.terminate(), grace);
    };
    signal?.addEventListener("abort", stop);
    try {
      await once(worker, "exit");
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", stop);
      threads.delete(worker);
      waiting.shift()?.();
    }
    signal?.throwIfAborted();
    const given = reply as QuestionReply | null;
    if (given === null) throw ended();
    if (!given.ok) throw fromErrorView(given.error);
    return given.value;
  }

  return {
    /** @throws AppError run.not-remembered */
    compare: async (input: ComparisonInput): Promise<RunComparison> =>
      (await ask({ kind: "comparison", ...input })) as RunComparison,
    incomplete: async (input: RememberedRun): Promise<readonly number[]> =>
      (await ask({ kind: "incomplete", ...input })) as readonly number[],
    /** @throws AppError run.cancelled, source.unknown, archive.*, disk.full, file.* */
    rehearse: async (
      input: RehearsalQuestion,
      watch: Watch<RehearsalProgress>,
    ): Promise<Rehearsal> =>
      (await ask({ kind: "rehearsal", ...input }, watch)) as Rehearsal,
    /** @throws AppError run.cancelled */
    checkFiles: async (
      input: FileCheckInput,
      watch: Watch<FileCheckProgress>,
    ): Promise<FileCheck> =>
      (await ask({ kind: "file-check", ...input }, watch)) as FileCheck,
    /** @throws AppError source.unknown, archive.*, file.*, disk.full */
    look: async (input: LookInput): Promise<SourceLook> =>
      (await ask({ kind: "look", ...input })) as SourceLook,
    withItem: async (
      input: RunsWithItemInput,
    ): Promise<readonly RunWithItem[]> =>
      (await ask({ kind: "with-item", ...input })) as readonly RunWithItem[],
    /** @throws AppError archive.*, file.* */
    folder: async (input: FolderQuestion): Promise<PackageFolder> =>
      (await ask({ kind: "folder", ...input })) as PackageFolder,
    /** @throws AppError archive.*, file.* */
    file: async (input: FileQuestion): Promise<PackedContent | null> =>
      (await ask({ kind: "file", ...input })) as PackedContent | null,
    /** @throws AppError archive.*, file.*, run.cancelled */
    check: async (
      input: CheckQuestion,
      watch: Watch<CheckProgress>,
    ): Promise<Omit<CheckOutcome, "at">> =>
      (await ask({ kind: "check", ...input }, watch)) as Omit<
        CheckOutcome,
        "at"
      >,
    async close(): Promise<void> {
      closed = true;
      for (const resolve of waiting.splice(0)) resolve();
      await Promise.all([...threads].map((worker) => worker.terminate()));
    },
  };
}
