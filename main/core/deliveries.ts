import type { DeliveryProgress } from "../domain/delivery.ts";
import type { DeliveryRecord } from "../domain/delivery-record.ts";
import { AppError } from "../domain/errors.ts";
import type { Caller } from "./access.ts";
import type { Runs } from "./runs.ts";

/** What this file needs of others. */
export interface DeliveryPorts {
  ofRun(run: number): readonly DeliveryRecord[];
  get(id: number): DeliveryRecord | null;
  again(id: number): Promise<boolean>;
  progress(id: number): DeliveryProgress | null;
  /** Asks for what can be delivered to be taken up. */
  wake(): Promise<void>;
}

export type Deliveries = ReturnType<typeof createDeliveries>;

/** What became of runs at their targets, as far as the caller may see the runs. */
export function createDeliveries(
  ports: DeliveryPorts,
  runs: Pick<Runs, "get">,
) {
  return {
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
      await ports.wake();
    },
  };
}
