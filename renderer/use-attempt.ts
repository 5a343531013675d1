import { onUnmounted, ref } from "vue";
import { useLateFailures } from "./stores/late-failures.ts";

/**
 * Does one thing at a time for the person, and keeps what it ran into.
 * @param of what it is done with, as people call it; where it is given, whoever has left this part of the page before a
 *   failure comes is told of it wherever they are
 */
export function useAttempt(of?: () => string) {
  const busy = ref(false);
  const failure = ref<unknown>(null);
  let gone = false;
  const late = of === undefined ? null : useLateFailures();
  if (late !== null)
    onUnmounted(() => {
      gone = true;
    });

  /** @returns whether it went well */
  async function attempt(action: () => Promise<unknown>): Promise<boolean> {
    const name = of?.() ?? "";
    busy.value = true;
    failure.value = null;
    try {
      await action();
      return true;
    } catch (error) {
      if (gone) late?.tell({ name, failure: error });
      else failure.value = error;
      return false;
    } finally {
      busy.value = false;
    }
  }

  return { busy, failure, attempt };
}
