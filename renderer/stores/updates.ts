import { defineStore } from "pinia";
import { shallowRef } from "vue";
import type { UpdateSettings, UpdateState } from "../../main/domain/update.ts";
import { invoke } from "../bridge.ts";

/** Whether there is a newer release, as far as somebody has looked. */
export const useUpdates = defineStore("updates", () => {
  const state = shallowRef<UpdateState | null>(null);

  return {
    state,
    async load(): Promise<void> {
      state.value = await invoke("updates.get", {});
    },
    async save(settings: UpdateSettings): Promise<void> {
      state.value = await invoke("updates.set", settings);
    },
    async check(): Promise<void> {
      state.value = await invoke("updates.check", {});
    },
  };
});
