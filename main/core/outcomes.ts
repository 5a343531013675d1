import type { DeliveryRecord } from "../domain/delivery-record.ts";
import type { ErrorView } from "../domain/errors.ts";
import type { Run } from "../domain/run.ts";

/**
 * What is new about an end: `finished` as it did before; `recovered` after it had failed; `failed` for another reason
 * than the last time, or for the first time; `still-failing` for the same reason.
 */
export type News = "finished" | "recovered" | "failed" | "still-failing";

/** How a run or a delivery has ended, and what is new about it. */
export interface Outcome {
  readonly news: News;
  readonly run: Run;
  /** The saved export it is of. */
  readonly definition: { readonly id: number; readonly name: string } | null;
  /** The target of a delivery as a person would name it; null: it is the run itself that ended. */
  readonly target: string | null;
  readonly error: ErrorView | null;
}

/** What this file needs of the catalog. */
export interface OutcomePorts {
  untoldRuns(): readonly number[];
  untoldDeliveries(): readonly number[];
  tellRun(run: number, now: number): boolean;
  tellDelivery(delivery: number, now: number): boolean;
  problemCodes(run: number): readonly string[];
  failing(subject: string): string | null;
  setFailing(subject: string, cause: string | null, now: number): void;
  run(id: number): Run | null;
  delivery(
    id: number,
  ): (DeliveryRecord & { readonly targetId: number | null }) | null;
  definitionOf(
    run: number,
  ): { readonly id: number; readonly name: string } | null;
  /** Runs work as one transaction. */
  write<Result>(work: () => Result): Promise<Result>;
  /** Writes down what has ended, and what others are to be told of it; part of the same transaction. */
  note(outcome: Outcome): void;
  failed(error: unknown): void;
  now(): number;
}

export type Outcomes = ReturnType<typeof createOutcomes>;

/**
 * Tells once of every run and delivery that has ended, also of those that ended when the program did, and finds out
 * what is new about it: what fails for the same reason again and again is no news.
 */
export function createOutcomes(ports: OutcomePorts) {
  const listeners = new Set<(outcome: Outcome) => void>();
  let looking: Promise<void> = Promise.resolve();

  function judge(subject: string, cause: string | null): News {
    const before = ports.failing(subject);
    ports.setFailing(subject, cause, ports.now());
    if (cause === null) return before === null ? "finished" : "recovered";
    return cause === before ? "still-failing" : "failed";
  }

  function ofRun(id: number): Outcome | null {
    const run = ports.run(id);
    if (run === null || !ports.tellRun(id, ports.now())) return null;
    // Whoever stops a run knows.
    if (run.state === "cancelled") return null;
    const definition = ports.definitionOf(id);
    const subject =
      definition === null
        ? `${run.kind} ${run.title}`
        : `definition ${String(definition.id)}`;
    const outcome: Outcome = {
      news: judge(subject, causeOf(run)),
      run,
      definition,
      target: null,
      error: run.error,
    };
    ports.note(outcome);
    return outcome;
  }

  function causeOf({ id, state, error }: Run): string | null {
    if (state === "done-with-problems")
      return `problems ${ports.problemCodes(id).join(" ")}`;
    return state === "done" ? null : reasonOf(error);
  }

  function ofDelivery(id: number): Outcome | null {
    const delivery = ports.delivery(id);
    if (delivery === null || !ports.tellDelivery(id, ports.now())) return null;
    const run = ports.run(delivery.run);
    if (run === null || delivery.state === "skipped") return null;
    const outcome: Outcome = {
      news: judge(
        `target ${String(delivery.targetId ?? delivery.summary)}`,
        delivery.state === "failed" ? reasonOf(delivery.error) : null,
      ),
      run,
      definition: ports.definitionOf(run.id),
      target: delivery.summary,
      error: delivery.error,
    };
    ports.note(outcome);
    return outcome;
  }

  async function look(): Promise<void> {
    const ends = [
      ...ports.untoldRuns().map((id) => () => ofRun(id)),
      ...ports.untoldDeliveries().map((id) => () => ofDelivery(id)),
    ];
    for (const end of ends) {
      const outcome = await ports.write(end);
      if (outcome === null) continue;
      for (const listener of listeners) listener(outcome);
    }
  }

  return {
    /** Tells of what has ended since the last time. Never throws. */
    look(): Promise<void> {
      looking = looking.then(look).catch(ports.failed);
      return looking;
    },
    /** @returns a function that stops listening */
    listen(listener: (outcome: Outcome) => void): () => void {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    /** Resolves when all that was found has been told. */
    settled: (): Promise<void> => looking,
  };
}

/** Why something failed, alike for what happens again: paths and times in messages differ from run to run. */
function reasonOf(error: ErrorView | null): string {
  if (error === null) return "unknown";
  return error.code === "internal" || error.code === "run.failed"
    ? `${error.code} ${error.message}`
    : error.code;
}
