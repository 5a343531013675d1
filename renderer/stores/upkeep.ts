import { defineStore } from "pinia";
import { computed, ref, shallowRef } from "vue";
import type { CheckUp, LogTail } from "../../main/domain/upkeep.ts";
import { invoke } from "../bridge.ts";

/** Milliseconds between two looks at a check that runs. */
const pause = 700;

/** What keeps an installation in order: the check of everything, and the log. */
export const useUpkeep = defineStore("upkeep", () => {
  const checkUp = shallowRef<CheckUp | null>(null);
  const log = shallowRef<LogTail | null>(null);
  const failure = ref<unknown>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let looks = 0;

  async function take(asked: Promise<CheckUp>): Promise<void> {
    clearTimeout(timer);
    looks += 1;
    const mine = looks;
    try {
      const found = await asked;
      // Something else was asked for meanwhile, or nobody looks any more.
      if (mine !== looks) return;
      checkUp.value = found;
      failure.value = null;
      // The application checks on whether anybody looks or not.
      if (checkUp.value.running)
        timer = setTimeout(() => void take(invoke("check-up.get", {})), pause);
    } catch (error) {
      if (mine === looks) failure.value = error;
    }
  }

  return {
    checkUp,
    log,
    failure,
    running: computed(() => checkUp.value?.running === true),
    look: () => take(invoke("check-up.get", {})),
    check: () => take(invoke("check-up.start", {})),
    stop: () => take(invoke("check-up.stop", {})),
    /** Stops looking; the check goes on. */
    leave(): void {
      looks += 1;
      clearTimeout(timer);
    },
    async readLog(): Promise<void> {
      log.value = await invoke("log.tail", { limit: 200 });
    },
  };
});
