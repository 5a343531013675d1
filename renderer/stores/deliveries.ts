import { defineStore } from "pinia";
import { shallowReactive } from "vue";
import type {
  DeliveryRecord,
  TargetInput,
} from "../../main/domain/delivery-record.ts";
import { invoke, listen } from "../bridge.ts";

/** What becomes of runs at their targets. A run is followed from when somebody has looked at it. */
export const useDeliveries = defineStore("deliveries", () => {
  const ofRun = shallowReactive(new Map<number, readonly DeliveryRecord[]>());
  /** Which deliveries were heard of since the list of their run was asked for last, each as it was last. */
  const heard = new Map<number, Map<number, DeliveryRecord>>();

  const merged = (
    list: readonly DeliveryRecord[],
    news: ReadonlyMap<number, DeliveryRecord>,
  ): readonly DeliveryRecord[] => {
    const known = new Set(list.map(({ id }) => id));
    return [
      ...list.map((one) => news.get(one.id) ?? one),
      ...[...news.values()].filter(({ id }) => !known.has(id)),
    ];
  };

  async function load(run: number): Promise<void> {
    const news = new Map<number, DeliveryRecord>();
    heard.set(run, news);
    const list = await invoke("deliveries.list", { run });
    // What was heard while the reply was under way is newer than the reply.
    ofRun.set(run, merged(list, news));
  }

  return {
    ofRun,
    load,
    /** Makes up for events that were missed; what cannot be read stays as it was known. */
    async loadAgain(): Promise<void> {
      await Promise.allSettled([...ofRun.keys()].map(load));
    },
    /** @returns a function that stops it */
    follow: () =>
      listen("delivery.changed", (delivery) => {
        const news = heard.get(delivery.run);
        if (news === undefined) return;
        news.set(delivery.id, delivery);
        const list = ofRun.get(delivery.run);
        if (list !== undefined)
          ofRun.set(
            delivery.run,
            merged(list, new Map([[delivery.id, delivery]])),
          );
      }),
    retry: (delivery: number) => invoke("deliveries.retry", { delivery }),
    async send(run: number, to: number | TargetInput): Promise<void> {
      await invoke("deliveries.send", { run, to });
      await load(run);
    },
  };
});
