import { defineStore } from "pinia";
import { shallowRef } from "vue";
import type { ExportKinds } from "../../preload/contract.ts";
import { invoke } from "../bridge.ts";

/** What packages can be: in which formats, and packed as what. It does not change while the application runs. */
export const useExportKinds = defineStore("export-kinds", () => {
  const kinds = shallowRef<ExportKinds>({ formats: [], packers: [] });
  let asked: Promise<void> | null = null;

  /** Reads them once. What fails is asked again the next time. */
  function load(): Promise<void> {
    asked ??= invoke("exports.kinds", {}).then(
      (found) => void (kinds.value = found),
      () => void (asked = null),
    );
    return asked;
  }

  return { kinds, load };
});
