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
  /** Whether what went wrong was only a look, which the next one makes good. */
  let lost = false;

  function lookAgain(): void {
    // The application goes on whether anybody looks or not.
    if ((state.value?.doing ?? "nothing") !== "nothing")
      timer = setTimeout(
        () => void take(invoke("storage.get", {}), true),
        pause,
      );
  }

  /** @param again whether nobody has asked for it, so that the fault of what somebody did ask for stays on show */
  async function take(
    asked: Promise<StorageState>,
    again = false,
  ): Promise<void> {
    clearTimeout(timer);
    looks += 1;
    const mine = looks;
    try {
      const found = await asked;
      // Something else was asked for meanwhile, or nobody looks any more.
      if (mine !== looks) return;
      state.value = found;
      if (!again || lost) failure.value = null;
    } catch (error) {
      if (mine !== looks) return;
      failure.value = error;
      lost = again;
    }
    lookAgain();
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
