import { ref } from "vue";

/** Does one thing at a time for the person, and keeps what it ran into. */
export function useAttempt() {
  const busy = ref(false);
  const failure = ref<unknown>(null);

  /** @returns whether it went well */
  async function attempt(action: () => Promise<unknown>): Promise<boolean> {
    busy.value = true;
    failure.value = null;
    try {
      await action();
      return true;
    } catch (error) {
      failure.value = error;
      return false;
    } finally {
      busy.value = false;
    }
  }

  return { busy, failure, attempt };
}
