import { defineStore } from "pinia";
import { shallowRef } from "vue";
import type { TargetKindView } from "../../preload/contract.ts";
import { invoke } from "../bridge.ts";

/** What exports can be delivered to. It does not change while the application runs. */
export const useTargetKinds = defineStore("target-kinds", () => {
  const kinds = shallowRef<readonly TargetKindView[]>([]);
  let asked: Promise<void> | null = null;

  /** Reads them once. What fails is asked again the next time. */
  function load(): Promise<void> {
    asked ??= invoke("targets.kinds", {}).then(
      (found) => void (kinds.value = found),
      () => void (asked = null),
    );
    return asked;
  }

  return { kinds, load };
});
