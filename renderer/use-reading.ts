import { ref } from "vue";

/**
 * Reads for what is opened again and again, or for one thing after another: what an earlier reading brings, or runs
 * into, counts no longer once there is a newer one.
 */
export function useReading() {
  const busy = ref(false);
  const failure = ref<unknown>(null);
  let latest = 0;

  /** Nothing that is still being read counts any more. */
  function forget(): void {
    latest += 1;
    busy.value = false;
    failure.value = null;
  }

  /** @param take what is done with the answer, if it still counts */
  async function read<Answer>(
    question: () => Promise<Answer>,
    take: (answer: Answer) => unknown,
  ): Promise<void> {
    forget();
    const mine = latest;
    busy.value = true;
    try {
      const answer = await question();
      if (mine === latest) await take(answer);
    } catch (error) {
      if (mine === latest) failure.value = error;
    } finally {
      if (mine === latest) busy.value = false;
    }
  }

  return { busy, failure, read, forget };
}
