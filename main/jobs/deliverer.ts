import { once } from "node:events";
import type { Worker } from "node:worker_threads";
import type { Logger } from "pino";
import type { DeliveryProgress, OutgoingFile } from "../domain/delivery.ts";
import {
  AppError,
  fromErrorView,
  toErrorView,
  type ErrorView,
} from "../domain/errors.ts";
import type { DeliveryStore, OpenDelivery } from "../store/delivery-store.ts";
import { patiently } from "../store/patiently.ts";
import { takeProcessLock } from "../store/process-lock.ts";
import { deliveryLockFile } from "./export-paths.ts";
import type {
  CancelMessage,
  DeliverMessage,
  DeliverStart,
} from "./protocol.ts";
import { startThread } from "./thread.ts";

/** What deliveries need of others. */
export interface DelivererDeps {
  readonly store: DeliveryStore;
  /** The finished files of a run, named for their target. @throws AppError file.not-found */
  files(delivery: OpenDelivery): readonly OutgoingFile[];
  /** The target as it is now, to be delivered to. @throws AppError target.settings-invalid */
  target(delivery: OpenDelivery): Promise<DeliverStart["target"]>;
  /** The secrets of a target, by name; to remove from it what was left there. */
  secrets(delivery: OpenDelivery): Promise<Readonly<Record<string, string>>>;
  /** Folder for lock files. */
  readonly folder: string;
  /** Notes something in the log of a run. */
  note(run: number, level: "info" | "warn", message: string): Promise<void>;
  /** A delivery has ended, one way or another. */
  ended(): void;
  /** A delivery has begun, got further or ended. */
  changed(delivery: number): void;
  readonly log: Logger;
}

export type Deliverer = ReturnType<typeof createDeliverer>;

/** Deliveries at the same time. */
const slots = 2;
/** Time it may take to remove from a target what was left there, in milliseconds. */
const longestDiscard = 30_000;
/** How far a delivery is is told so often at the most, in milliseconds. */
const tellEvery = 250;
/** Time a delivery has to stop by itself when the program ends, in milliseconds. */
const grace = 10_000;
/** The same when somebody waits for it to be stopped. */
const stopGrace = 2000;

interface Active {
  readonly worker: Worker;
  progress: DeliveryProgress | null;
  /** Nobody wants it any more. */
  stopped: boolean;
  readonly ended: Promise<void>;
}

/**
 * Brings finished archives to the targets of their definitions, each on a thread, several targets one beside the other.
 * What was interrupted goes on where it was, also after a restart.
 */
export function createDeliverer(deps: DelivererDeps) {
  const { store, log } = deps;
  const active = new Map<number, Active>();
  let closing = false;

  async function wake(): Promise<void> {
    await patiently(() => {
      store.skip(Date.now());
    });
    for (const delivery of store.open()) {
      if (closing || active.size >= slots) return;
      if (!active.has(delivery.id)) await begin(delivery);
    }
  }

  async function begin(delivery: OpenDelivery): Promise<void> {
    // Another process with the same data folder may have it.
    const lock = takeProcessLock(deliveryLockFile(deps.folder, delivery.id));
    if (lock === null) return;
    let start: DeliverStart;
    try {
      start = {
        transport: delivery.transport,
        target: await deps.target(delivery),
        files: deps.files(delivery),
        resumeFrom: delivery.resume,
      };
      if (!(await patiently(() => store.begin(delivery.id, Date.now())))) {
        lock.remove();
        return;
      }
    } catch (error) {
      if (!(error instanceof AppError)) {
        lock.remove();
        throw error;
      }
      await conclude(delivery, { error: toErrorView(error) });
      deps.changed(delivery.id);
      lock.remove();
      return;
    }
    const worker = startThread("deliver", start);
    let markEnded = (): void => undefined;
    const job: Active = {
      worker,
      progress: null,
      stopped: false,
      ended: new Promise((resolve) => {
        markEnded = resolve;
      }),
    };
    active.set(delivery.id, job);
    deps.changed(delivery.id);
    follow(delivery, job, () => {
      active.delete(delivery.id);
      deps.changed(delivery.id);
      lock.remove();
      markEnded();
      if (!closing)
        wake().catch((error: unknown) => {
          log.error({ err: error }, "deliveries could not go on");
        });
    });
  }

  function follow(
    delivery: OpenDelivery,
    job: Active,
    onEnd: () => void,
  ): void {
    let outcome: Outcome | null = null;
    let writes: Promise<unknown> = Promise.resolve();
    let told = 0;
    const write = (action: () => unknown): void => {
      writes = writes.then(action).catch((error: unknown) => {
        log.error(
          { delivery: delivery.id, err: error },
          "the state of a delivery could not be written",
        );
      });
    };
    job.worker.on("message", (message: DeliverMessage) => {
      switch (message.type) {
        case "progress":
          job.progress = message.progress;
          if (performance.now() - told < tellEvery) break;
          told = performance.now();
          deps.changed(delivery.id);
          break;
        case "state":
          write(() =>
            patiently(() => {
              store.saveState(delivery.id, message.state);
            }),
          );
          break;
        case "retry":
          write(() =>
            deps.note(
              delivery.run,
              "warn",
              `${message.message} It is tried again in ${String(Math.round(message.delayMs / 1000))} s.`,
            ),
          );
          break;
        case "delivered":
          outcome = { receipt: message.receipt };
          break;
        case "failed":
          outcome = { error: message.error };
          break;
        case "discarded":
          // Only threads that were started for it say so.
          break;
      }
    });
    job.worker.on("error", (error: Error) => {
      log.error(
        { delivery: delivery.id, err: error },
        "the thread of a delivery failed",
      );
      outcome ??= {
        error: { code: "internal", kind: "failed", message: error.message },
      };
    });
    job.worker.on("exit", () => {
      const ending: Outcome = outcome ?? {
        error: {
          code: "run.failed",
          kind: "failed",
          message: "The delivery ended without a result.",
        },
      };
      // Stopped by the end of the program: it goes on at the next start.
      if (job.stopped)
        write(() =>
          patiently(() => {
            store.stop(delivery.id, Date.now());
          }),
        );
      else if (!(closing && "error" in ending))
        write(() => conclude(delivery, ending));
      void writes.finally(onEnd);
    });
  }

  async function conclude(
    { id, run, transport }: OpenDelivery,
    outcome: Outcome,
  ): Promise<void> {
    const delivered = "receipt" in outcome;
    await patiently(() => {
      store.finish(id, delivered ? "done" : "failed", outcome, Date.now());
    });
    if (delivered) {
      const { files, notes, target } = outcome.receipt;
      await deps.note(
        run,
        "info",
        `Delivered to ${target}: ${files.map(({ location }) => location).join(", ")}.${notes.map((note) => ` ${note}`).join("")}`,
      );
    } else {
      await deps.note(
        run,
        "warn",
        [
          "It could not be delivered:",
          outcome.error.message,
          outcome.error.remedy ?? "",
        ]
          .join(" ")
          .trim(),
      );
    }
    log.info({ run, delivery: id, transport, delivered }, "a delivery ended");
    deps.ended();
  }

  /** Removes from a target what a delivery has left unfinished there. */
  async function discard(delivery: OpenDelivery): Promise<void> {
    const going = active.get(delivery.id);
    if (going !== undefined) {
      going.worker.postMessage({ type: "cancel" } satisfies CancelMessage);
      await going.ended;
    }
    await removeUnfinished(delivery, deps.files(delivery));
  }

  async function removeUnfinished(
    delivery: OpenDelivery,
    files: readonly OutgoingFile[],
  ): Promise<void> {
    const worker = startThread("deliver", {
      transport: delivery.transport,
      target: {
        settings: delivery.settings,
        secrets: await deps.secrets(delivery),
      },
      files,
      resumeFrom: store.resume(delivery.id),
      discard: true,
    } satisfies DeliverStart);
    const timer = setTimeout(() => void worker.terminate(), longestDiscard);
    const [answer] = (await Promise.race([
      once(worker, "message"),
      once(worker, "exit").then(() => [null]),
    ])) as [DeliverMessage | null];
    clearTimeout(timer);
    if (answer?.type === "discarded") return;
    throw answer?.type === "failed"
      ? fromErrorView(answer.error)
      : new AppError(
          "target.unreachable",
          "The target did not answer in time.",
        );
  }

  /** As {@link removeUnfinished}; what cannot be removed is told in the log of the run. */
  async function tryToRemove(
    delivery: OpenDelivery,
    work: () => Promise<void>,
  ): Promise<void> {
    try {
      await work();
    } catch (error) {
      log.warn(
        { delivery: delivery.id, err: error },
        "a target keeps what a delivery has left there",
      );
      await deps.note(
        delivery.run,
        "warn",
        `What was left unfinished at the ${delivery.transport} target could not be removed.`,
      );
    }
  }

  return {
    /**
     * Ends the deliveries of a run that have not ended. What they have left at their targets is removed afterwards, since
     * a target that does not answer must not hold up who waits.
     * @returns whether there were some
     */
    async stop(run: number): Promise<boolean> {
      const open = store.openOf(run);
      const begun = store
        .unfinishedOf({ run })
        .filter(({ id }) => open.includes(id))
        .map((delivery) => ({ delivery, files: deps.files(delivery) }));
      for (const id of open) {
        const job = active.get(id);
        if (job === undefined) {
          await patiently(() => {
            store.stop(id, Date.now());
          });
          deps.changed(id);
          continue;
        }
        job.stopped = true;
        job.worker.postMessage({ type: "cancel" } satisfies CancelMessage);
        const timer = setTimeout(() => void job.worker.terminate(), stopGrace);
        await job.ended;
        clearTimeout(timer);
      }
      for (const { delivery, files } of begun)
        void tryToRemove(delivery, () => removeUnfinished(delivery, files));
      return open.length > 0;
    },
    /**
     * Removes from targets what deliveries have left unfinished there, before they are forgotten. What cannot be removed
     * is told in the log of the run.
     */
    async discard(abandoned: readonly OpenDelivery[]): Promise<void> {
      for (const delivery of abandoned)
        await tryToRemove(delivery, () => discard(delivery));
    },
    /** Takes up what can be delivered. */
    wake,
    progress: (id: number): DeliveryProgress | null =>
      active.get(id)?.progress ?? null,
    /** Resolves when none of a run's deliveries waits or goes on. */
    async ended(run: number): Promise<void> {
      for (;;) {
        const pending = store
          .ofRun(run)
          .filter(({ state }) => state === "waiting" || state === "delivering");
        if (pending.length === 0 || closing) return;
        await wake();
        await Promise.race([
          ...pending.flatMap(({ id }) => active.get(id)?.ended ?? []),
          // Another process may have it; then its end shows in the catalog only.
          new Promise((resolve) => setTimeout(resolve, 250)),
        ]);
      }
    },
    /** Stops all deliveries so that they can go on later. */
    async close(): Promise<void> {
      closing = true;
      await Promise.all(
        [...active.values()].map(async ({ worker, ended }) => {
          worker.postMessage({ type: "cancel" } satisfies CancelMessage);
          const timer = setTimeout(() => void worker.terminate(), grace);
          await ended;
          clearTimeout(timer);
        }),
      );
    },
  };
}

type Outcome =
  | {
      readonly receipt: Extract<
        DeliverMessage,
        { type: "delivered" }
      >["receipt"];
    }
  | { readonly error: ErrorView };
