import type { DeliveryRecord } from "../domain/delivery-record.ts";
import { AppError } from "../domain/errors.ts";
import type {
  ItemDifference,
  RunComparison,
} from "../domain/run-comparison.ts";
import type { ExportRequest } from "../domain/run-request.ts";
import type { Run } from "../domain/run.ts";
import type { Caller } from "./access.ts";
import { createRehearsals, type RehearsalPorts } from "./rehearsals.ts";
import type { Runs } from "./runs.ts";

/** What this file needs of others. */
export interface PastRunsPorts extends RehearsalPorts {
  /** Items of which a run had to leave something out. */
  incomplete(run: Run): Promise<readonly number[]>;
  compare(
    base: Run,
    run: Run,
    after: number | null,
    limit: number,
  ): Promise<RunComparison>;
  /** Queues a run that makes up for another one, to be delivered where that was to be. */
  makeUp(
    of: Run,
    request: ExportRequest,
    owner: number | null,
  ): Promise<number>;
  /** Queues the definition's next run in the place of one that has failed; null when it belongs to none. */
  startAgain(run: Run): Promise<number | null>;
  /** Those of some successful runs that packed an item. */
  withItem(
    item: number,
    runs: readonly Run[],
  ): Promise<readonly { readonly run: number; readonly whole: boolean }[]>;
  deliveries(run: number): readonly DeliveryRecord[];
  /** Puts a failed delivery back into the queue; false when its target is gone. */
  deliverAgain(delivery: number): Promise<boolean>;
  /** Asks for what is queued to be taken up. */
  wake(): Promise<void>;
  /** Null also for who may not see it. */
  titleOf(caller: Caller, item: number): string | null;
}

/** What was done about a run that did not go well. */
export interface Retry {
  /** The run that makes up for it; null when nothing was left out of its archive. */
  readonly run: Run | null;
  /** Its deliveries that are tried again, from the archive that is there. */
  readonly deliveries: readonly number[];
}

export type PastRuns = ReturnType<typeof createPastRuns>;

/** An export that packed an item. */
export interface ItemExport {
  readonly run: number;
  readonly title: string;
  /** Milliseconds since 1970. */
  readonly finishedAt: number;
  /** False when something of the item could not be packed. */
  readonly whole: boolean;
}

/** Exports that are looked through for one item: the latest ones. */
const mostLookedAt = 500;

/** What can be done with runs that have ended: make up for what they left out, rehearse and compare them. */
export function createPastRuns(
  ports: PastRunsPorts,
  runs: Pick<Runs, "get" | "list">,
) {
  /** @throws AppError as `runs.get`; input.invalid, run.running */
  function endedExport(caller: Caller, id: number): Run {
    const run = runs.get(caller, id);
    if (run.kind !== "export")
      throw new AppError("input.invalid", "The run was not an export.", {
        object: String(id),
      });
    if (run.state === "queued" || run.state === "processing")
      throw new AppError("run.running", "The run has not ended yet.", {
        object: String(id),
        remedy: "Wait for its end, or cancel it first.",
      });
    return run;
  }

  async function makeUp(run: Run, owner: number | null) {
    const request = ports.request(run.id);
    if (request.kind !== "export") return null;
    if (run.state === "failed" || run.state === "cancelled")
      return (
        (await ports.startAgain(run)) ??
        (await ports.makeUp(run, request, owner))
      );
    const ids = run.state === "done" ? [] : await ports.incomplete(run);
    if (ids.length === 0) return null;
    const { memory: _memory, ...what } = request;
    return ports.makeUp(
      run,
      {
        ...what,
        selection: { kind: "items", ids: [...ids] },
        // Exactly these: what they lead to was exported.
        options: {
          ...what.options,
          includeRevisionHistory: false,
          maxLinkLevel: 0,
        },
        // Where the first archive went another one must not take its place.
        out: null,
      },
      owner,
    );
  }

  return {
    /** The latest exports the caller may see that packed an item, newest first. */
    async exportsOf(
      caller: Caller,
      item: number,
    ): Promise<readonly ItemExport[]> {
      const ended = runs
        .list(caller, mostLookedAt)
        .filter(
          ({ kind, state }) =>
            kind === "export" &&
            (state === "done" || state === "done-with-problems"),
        );
      if (ended.length === 0) return [];
      const found = await ports.withItem(item, ended);
      const byId = new Map(ended.map((run) => [run.id, run]));
      return found.flatMap(({ run: id, whole }) => {
        const run = byId.get(id);
        return run === undefined
          ? []
          : [
              {
                run: id,
                title: run.title,
                finishedAt: run.finishedAt ?? run.createdAt,
                whole,
              },
            ];
      });
    },

    /**
     * Makes up for what went wrong with an export: a run of just those items of which something was left out, or of
     * everything when it failed as a whole. Failed deliveries are tried again without packing anything.
     * @throws AppError as `runs.get`; input.invalid, run.running, run.nothing-to-retry
     */
    async retry(caller: Caller, id: number): Promise<Retry> {
      const run = endedExport(caller, id);
      const deliveries: number[] = [];
      for (const delivery of ports.deliveries(id))
        if (
          delivery.state === "failed" &&
          (await ports.deliverAgain(delivery.id))
        )
          deliveries.push(delivery.id);
      const made = await makeUp(run, caller.account?.id ?? null);
      if (made === null && deliveries.length === 0)
        throw new AppError(
          "run.nothing-to-retry",
          "Nothing was left out of this export that could be made up for.",
          { object: String(id) },
        );
      await ports.wake();
      return {
        run: made === null ? null : runs.get(caller, made),
        deliveries,
      };
    },

    ...createRehearsals(ports, endedExport),

    /**
     * What the second of two exports holds that the first did not, in another state, or no longer.
     * @throws AppError as `runs.get`; input.invalid, run.running, run.not-remembered
     */
    async compare(
      caller: Caller,
      base: number,
      run: number,
      after: number | null,
      limit: number,
    ) {
      const found = await ports.compare(
        successful(endedExport(caller, base)),
        successful(endedExport(caller, run)),
        after,
        limit,
      );
      return {
        ...found,
        items: found.items.map((item: ItemDifference) => ({
          ...item,
          title: ports.titleOf(caller, item.item),
        })),
      };
    },
  };
}

/** @throws AppError run.not-remembered */
function successful(run: Run): Run {
  if (run.state === "done" || run.state === "done-with-problems") return run;
  throw new AppError(
    "run.not-remembered",
    `Run ${String(run.id)} has made nothing that could be compared.`,
    { object: String(run.id) },
  );
}
