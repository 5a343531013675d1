import { defineStore } from "pinia";
import { shallowRef } from "vue";
import type { Retention } from "../../main/domain/export-definition.ts";
import type { RetentionLossView } from "../../preload/contract.ts";
import { invoke } from "../bridge.ts";

/** What new saved exports keep. */
export const useRetentionDefault = defineStore("retention-default", () => {
  const retention = shallowRef<Retention>({ keepLast: null, keepDays: null });

  async function load(): Promise<Retention> {
    retention.value = await invoke("retention-default.get", {});
    return retention.value;
  }

  return {
    retention,
    load,
    preview: (wanted: Retention): Promise<readonly RetentionLossView[]> =>
      invoke("retention-default.preview", { retention: wanted }),
    async save(wanted: Retention, everywhere: boolean): Promise<void> {
      await invoke("retention-default.set", { retention: wanted, everywhere });
      await load();
    },
  };
});
