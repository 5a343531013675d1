import { defineStore } from "pinia";
import { ref, shallowRef } from "vue";
import type { FieldView } from "../../preload/contract.ts";
import { invoke } from "../bridge.ts";

/** The fields of the metadata registry. */
export const useFields = defineStore("fields", () => {
  const fields = shallowRef<readonly FieldView[]>([]);
  const failure = ref<unknown>(null);

  /** Administrators may have added some since the last time. */
  async function load(): Promise<void> {
    try {
      fields.value = await invoke("fields.list", {});
      failure.value = null;
    } catch (error) {
      failure.value = error;
    }
  }

  return { fields, failure, load };
});
