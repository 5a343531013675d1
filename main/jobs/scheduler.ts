import type { Logger } from "pino";
import { nextTime } from "../core/schedule-times.ts";
import type { ExportDefinition } from "../domain/export-definition.ts";
import type { Schedule } from "../domain/schedule.ts";

/** What schedules are kept in, and what runs them. */
export interface SchedulerDeps {
  /** Definitions with schedules, each with the time it was due last. */
  scheduled(): readonly (ExportDefinition & {
    readonly lastDue: number | null;
  })[];
  /** Sets when a definition is due next; false when somebody else has done so. */
  setDue(
    id: number,
    was: number | null,
    next: number | null,
    last: number | null,
  ): Promise<boolean>;
  setProblem(id: number, problem: string | null): Promise<void>;
  /** Why a definition must not run now, one sentence; null when it may. */
  hindrance(definition: ExportDefinition): string | null;
  /** Queues a run of a definition. */
  start(definition: ExportDefinition, dueAt: number): Promise<number>;
  /** Notes something in the log of a run. */
  note(run: number, message: string): Promise<void>;
  /** Tells that a time was missed. @param run which catches it up; null: it was passed over. @param reason why, one sentence */
  missed(
    definition: ExportDefinition,
    run: number | null,
    reason: string,
  ): void;
  /** Asks the runner to take up queued runs. */
  wake(): Promise<void>;
  /** When the hours in which nothing begins by itself are over; null when it is not one of them. */
  quietUntil(now: number): number | null;
  /** Removes what the rules of definitions give up, scheduled or not. */
  tidy(): Promise<void>;
  now(): number;
  readonly log: Logger;
}

export type Scheduler = ReturnType<typeof createScheduler>;

/** Looks at least this often whether something is due, in milliseconds: clocks are set, and machines sleep. */
const longestWait = 20_000;
/** A time that is due may be noticed this late without a word, in milliseconds. */
const punctual = 90_000;
const day = 86_400_000;

/**
 * Starts definitions when they are due. What was missed while the program was off or the machine asleep is caught up
 * once; what is still running is passed over, and its next run says so (easydb.md section 5).
 */
export function createScheduler(deps: SchedulerDeps) {
  let timer: ReturnType<typeof setTimeout> | null = null;
  let closed = false;
  let looking: Promise<void> = Promise.resolve();
  /** Times that were passed over, by definition, for the log of the next run. */
  const passedOver = new Map<number, number>();

  /** The next time after now; when the clock was set back, not one that has had its run. */
  const following = (
    {
      schedules,
      timeZone,
    }: { schedules: readonly Schedule[]; timeZone: string },
    now: number,
    last: number | null,
  ): number | null => {
    // A last time far ahead is from a clock that was wrong.
    const from = last !== null && last > now && last - now < day ? last : now;
    return nextTime(schedules, timeZone, from);
  };

  async function consider(
    definition: ExportDefinition & { lastDue: number | null },
    now: number,
  ): Promise<void> {
    const { id, name, nextDue, lastDue } = definition;
    if (nextDue === null || nextDue > now) {
      const right = following(definition, now, lastDue);
      // The clock was set back, or the rules of the time zone have changed.
      if (
        right !== nextDue &&
        (nextDue === null || (right !== null && right < nextDue))
      )
        await deps.setDue(id, nextDue, right, lastDue);
      return;
    }
    const quiet = deps.quietUntil(now);
    if (quiet !== null) {
      await deps.setDue(id, nextDue, quiet, lastDue);
      deps.log.info(
        { definition: id, until: new Date(quiet).toISOString() },
        "a scheduled export waits for the end of the quiet hours",
      );
      return;
    }
    const next = following(definition, now, nextDue);
    // Another process with the same data folder may have been faster.
    if (!(await deps.setDue(id, nextDue, next, nextDue))) return;
    const hindrance = deps.hindrance(definition);
    if (hindrance !== null) {
      passedOver.set(id, (passedOver.get(id) ?? 0) + 1);
      await deps.setProblem(id, hindrance);
      deps.log.warn({ definition: id, name }, hindrance);
      deps.missed(definition, null, hindrance);
      return;
    }
    await deps.setProblem(id, null);
    const run = await deps.start(definition, nextDue);
    if (now - nextDue > punctual) {
      const late = `It was due at ${new Date(nextDue).toISOString()}, when Holdall was not running; it is caught up now, once.`;
      await deps.note(run, late);
      deps.missed(definition, run, late);
    }
    const missed = passedOver.get(id) ?? 0;
    if (missed > 0) {
      passedOver.delete(id);
      await deps.note(
        run,
        `${String(missed)} earlier ${missed === 1 ? "time was" : "times were"} passed over, because the run before was still going.`,
      );
    }
    await deps.wake();
  }

  async function look(): Promise<void> {
    for (const definition of deps.scheduled()) {
      if (closed) return;
      try {
        await consider(definition, deps.now());
      } catch (error) {
        deps.log.error(
          { definition: definition.id, err: error },
          "a schedule could not be looked at",
        );
      }
    }
    if (!closed) await deps.tidy();
  }

  function plan(): void {
    if (closed) return;
    let wait = longestWait;
    const now = deps.now();
    for (const { nextDue } of deps.scheduled())
      if (nextDue !== null) wait = Math.min(wait, Math.max(0, nextDue - now));
    // Not more often than this, whatever happens: a time that stays due must not keep the processor busy.
    timer = setTimeout(tick, Math.max(250, wait));
    timer.unref();
  }

  function tick(): void {
    looking = look()
      .catch((error: unknown) => {
        deps.log.error({ err: error }, "the schedules could not be looked at");
      })
      .finally(plan);
  }

  return {
    /** Begins to look at the schedules, now and from then on. */
    start(): void {
      tick();
    },
    /** Looks at once: something has changed. */
    async lookNow(): Promise<void> {
      if (timer === null || closed) return;
      clearTimeout(timer);
      await looking;
      clearTimeout(timer);
      tick();
      await looking;
    },
    async close(): Promise<void> {
      closed = true;
      if (timer !== null) clearTimeout(timer);
      await looking;
    },
  };
}
