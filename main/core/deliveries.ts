import type { DeliveryProgress } from "../domain/delivery.ts";
import type {
  DefinitionTarget,
  DeliveryRecord,
  TargetInput,
} from "../domain/delivery-record.ts";
import { AppError } from "../domain/errors.ts";
import type { Caller } from "./access.ts";
import type { DefinitionTargets } from "./definition-targets.ts";
import type { PackageFiles } from "./package-files.ts";
import type { Runs } from "./runs.ts";

/** What this file needs of others. */
export interface DeliveryPorts {
  ofRun(run: number): readonly DeliveryRecord[];
  get(id: number): DeliveryRecord | null;
  again(id: number): Promise<boolean>;
  progress(id: number): DeliveryProgress | null;
  /** Keeps a target for one run alone. @returns its id */
  addRunTarget(
    run: number,
    target: Omit<DefinitionTarget, "id">,
  ): Promise<number>;
  /** Null when there is no such target, it is for other runs only, or the run is on its way there. */
  add(run: number, target: number): Promise<number | null>;
  /** A delivery was made, or is tried again. */
  changed(delivery: number): void;
  /** Asks for what can be delivered to be taken up. */
  wake(): Promise<void>;
}

export type Deliveries = ReturnType<typeof createDeliveries>;

/** What became of runs at their targets, as far as the caller may see the runs. */
export function createDeliveries(
  ports: DeliveryPorts,
  runs: Pick<Runs, "get">,
  packages: Pick<PackageFiles, "volumes">,
  targets: Pick<DefinitionTargets, "check" | "keep">,
) {
  /**
   * The target of a new delivery: one that is kept already, or one for this run alone.
   * @throws AppError transport.unknown, target.settings-invalid
   */
  async function targetFor(
    run: number,
    to: number | TargetInput,
  ): Promise<number> {
    if (typeof to === "number") return to;
    const { id: _id, ...input } = to;
    const checked = await targets.check(null, [input]);
    const [draft] = checked.drafts;
    if (draft === undefined) throw new Error("a target was lost");
    const { id: _none, ...target } = draft;
    const made = await ports.addRunTarget(run, target);
    await targets.keep(checked, [made], []);
    return made;
  }

  return {
    /**
     * Sends the archive of a run to one more target, as it is.
     * @param to the id of a target of a saved export, or of one this run was sent to, or a target for this run alone;
     *   targets of other runs, and of exports of easydb's dialect, take nothing
     * @returns the delivery
     * @throws AppError as `runs.get`; export.running, file.not-found, transport.unknown, target.settings-invalid,
     *   delivery.impossible
     */
    async send(
      caller: Caller,
      run: number,
      to: number | TargetInput,
    ): Promise<number> {
      const { title } = runs.get(caller, run);
      packages.volumes(caller, run);
      const delivery = await ports.add(run, await targetFor(run, to));
      if (delivery === null)
        throw new AppError(
          "delivery.impossible",
          "That target is not there (any more) or takes nothing of this run, or the archive is on its way there already.",
          { object: title },
        );
      ports.changed(delivery);
      await ports.wake();
      return delivery;
    },

    /** @throws AppError run.not-found, access.unauthenticated, access.denied */
    list: (caller: Caller, run: number): readonly DeliveryRecord[] =>
      ports.ofRun(runs.get(caller, run).id).map((record) => ({
        ...record,
        progress:
          record.state === "delivering" ? ports.progress(record.id) : null,
      })),

    /**
     * Tries a failed delivery again; what has arrived already is not sent twice.
     * @throws AppError delivery.not-found, delivery.not-failed, access.*
     */
    async retry(caller: Caller, id: number): Promise<void> {
      const record = ports.get(id);
      if (record === null)
        throw new AppError(
          "delivery.not-found",
          `There is no delivery ${String(id)}.`,
          { object: String(id) },
        );
      runs.get(caller, record.run);
      if (!(await ports.again(id))) {
        throw new AppError(
          "delivery.not-failed",
          "Only a delivery that has failed, to a target that is still there, can be tried again.",
          { object: record.summary },
        );
      }
      ports.changed(id);
      await ports.wake();
    },
  };
}
