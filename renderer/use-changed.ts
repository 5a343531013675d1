import { computed, ref } from "vue";

/**
 * Tells whether what a form holds is other than when it was filled, so that nothing but a choice to do so throws it away.
 * @param held what the form holds, as plain data
 */
export function useChanged(held: () => unknown) {
  const filled = ref("");
  const now = computed(() => JSON.stringify(held()));
  return {
    changed: computed(() => now.value !== filled.value),
    /** To be called when the form has been filled. */
    settle(): void {
      filled.value = JSON.stringify(held());
    },
  };
}
