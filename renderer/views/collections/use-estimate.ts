import { ref, shallowRef } from "vue";
import type { Commands } from "../../../preload/contract.ts";
import { invoke } from "../../bridge.ts";
import type { ExportChoice } from "./export-choice.ts";

export type Estimate = Commands["exports.estimate"]["output"];

/** How much there is to export of what is chosen; only what was asked for last is shown. */
export function useEstimate() {
  const estimate = shallowRef<Estimate | null>(null);
  const failure = ref<unknown>(null);
  let asked = 0;

  async function measure(choice: ExportChoice): Promise<void> {
    asked += 1;
    const mine = asked;
    estimate.value = null;
    failure.value = null;
    try {
      const found = await invoke("exports.estimate", choice.input);
      if (mine === asked) estimate.value = found;
    } catch (error) {
      if (mine === asked) failure.value = error;
    }
  }

  return { estimate, failure, measure };
}
