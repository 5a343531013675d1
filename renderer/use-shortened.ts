import { computed, ref, watch } from "vue";

/**
 * The first of many, and on request all of them.
 * @param of what they belong to: of another one only the first are shown again; absent where they are another list each
 *   time
 */
export function useShortened<Entry>(
  all: () => readonly Entry[],
  atFirst: number,
  of: () => unknown = all,
) {
  const whole = ref(false);
  watch(of, () => (whole.value = false));
  return {
    shown: computed(() => (whole.value ? all() : all().slice(0, atFirst))),
    /** How many are not shown. */
    hidden: computed(() =>
      whole.value ? 0 : Math.max(0, all().length - atFirst),
    ),
    showAll: () => (whole.value = true),
  };
}
