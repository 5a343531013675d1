import { defineStore } from "pinia";
import { computed, ref, shallowRef } from "vue";
import type { StorageState } from "../../main/domain/storage.ts";
import { invoke } from "../bridge.ts";

/** Milliseconds between two looks at what is being done. */
const pause = 500;

/** How large the data folder is, and what cleans it. */
export const useStorage = defineStore("storage", () => {
  const state = shallowRef<StorageState | null>(null);
  const failure = ref<unknown>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let looks = 0;

  async function take(asked: Promise<StorageState>): Promise<void> {
    clearTimeout(timer);
    looks += 1;
    const mine = looks;
    try {
      const found = await asked;
      // Something else was asked for meanwhile, or nobody looks any more.
      if (mine !== looks) return;
      state.value = found;
      failure.value = null;
      // The application goes on whether anybody looks or not.
      if (found.doing !== "nothing")
        timer = setTimeout(() => void take(invoke("storage.get", {})), pause);
    } catch (error) {
      if (mine === looks) failure.value = error;
    }
  }

  return {
    state,
    failure,
    busy: computed(() => (state.value?.doing ?? "nothing") !== "nothing"),
    look: () => take(invoke("storage.get", {})),
    measure: () => take(invoke("storage.measure", {})),
    clean: () => take(invoke("storage.clean", {})),
    stop: () => take(invoke("storage.stop", {})),
    /** Stops looking; what is being done goes on. */
    leave(): void {
      looks += 1;
      clearTimeout(timer);
    },
  };
});
