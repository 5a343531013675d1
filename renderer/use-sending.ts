import { onUnmounted, ref, shallowRef } from "vue";
import { sendFiles } from "./send-files.ts";
import { useAttempt } from "./use-attempt.ts";

/** Files that a person brings for one thing, and how far they have been sent. */
export function useSending() {
  const { busy, failure, attempt } = useAttempt();
  const files = shallowRef<readonly File[]>([]);
  const sent = ref<number | null>(null);
  let sending = new AbortController();
  onUnmounted(() => {
    sending.abort();
  });

  return {
    busy,
    failure,
    attempt,
    files,
    sent,
    reset(): void {
      sending.abort();
      sending = new AbortController();
      files.value = [];
      failure.value = null;
    },
    /** @returns what commands that take files know them by */
    async send(): Promise<readonly string[]> {
      sent.value = files.value.length === 0 ? null : 0;
      try {
        return await sendFiles(
          files.value,
          (share) => (sent.value = share),
          sending.signal,
        );
      } finally {
        sent.value = null;
      }
    },
  };
}
