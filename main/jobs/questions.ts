import { once } from "node:events";
import type { Worker } from "node:worker_threads";
import { AppError, fromErrorView, type ErrorView } from "../domain/errors.ts";
import type { RunComparison } from "../domain/run-comparison.ts";
import type { ComparisonInput, RememberedRun } from "./compare-runs.ts";
import type { Rehearsal } from "../domain/rehearsal.ts";
import type { RehearsalInput } from "./rehearse.ts";
import { startThread } from "./thread.ts";

/** What can be asked about runs that have ended. */
export type Question =
  | ({ readonly kind: "comparison" } & ComparisonInput)
  | ({ readonly kind: "incomplete" } & RememberedRun)
  | ({ readonly kind: "rehearsal" } & RehearsalQuestion);

export type RehearsalQuestion = Omit<RehearsalInput, "signal" | "onProgress">;

export type QuestionReply =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: ErrorView };

/** Questions that are looked into at the same time; the others wait. */
const slots = 2;

export type Questions = ReturnType<typeof createQuestions>;

/** Looks into what is remembered of runs, on threads: a million items must keep nobody else waiting. */
export function createQuestions() {
  const threads = new Set<Worker>();
  const waiting: (() => void)[] = [];
  let closed = false;

  const ended = () =>
    new AppError("run.cancelled", "The program is being closed.");

  async function ask(question: Question): Promise<unknown> {
    while (threads.size >= slots && !closed)
      await new Promise<void>((resolve) => waiting.push(resolve));
    if (closed) throw ended();
    const worker = startThread("question", question);
    threads.add(worker);
    let reply: QuestionReply | null = null;
    worker.on("message", (message: QuestionReply) => {
      reply = message;
    });
    try {
      await once(worker, "exit");
    } finally {
      threads.delete(worker);
      waiting.shift()?.();
    }
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
    /** @throws AppError source.unknown, archive.*, disk.full, file.* */
    rehearse: async (input: RehearsalQuestion): Promise<Rehearsal> =>
      (await ask({ kind: "rehearsal", ...input })) as Rehearsal,
    async close(): Promise<void> {
      closed = true;
      for (const resolve of waiting.splice(0)) resolve();
      await Promise.all([...threads].map((worker) => worker.terminate()));
    },
  };
}
