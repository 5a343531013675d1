import { shallowRef, watch } from "vue";
import { useI18n } from "vue-i18n";
import { useAnnouncer } from "../../../stores/announcer.ts";
import { useAttempt } from "../../../use-attempt.ts";
import type { Undo } from "./undo.ts";

/**
 * Offers to take back what was done last with one thing, until something else is done or another thing is shown.
 * @param of what it is done with
 * @param takenBack told when it was taken back, with whether the same thing is shown still
 */
export function useTakingBack(
  of: () => unknown,
  takenBack: (same: boolean) => Promise<unknown>,
) {
  const { t } = useI18n({ useScope: "global" });
  const announcer = useAnnouncer();
  const { busy, failure, attempt } = useAttempt();
  const undo = shallowRef<Undo | null>(null);

  function offer(how: Undo | null): void {
    undo.value = how;
    failure.value = null;
  }
  watch(of, () => {
    offer(null);
  });

  return {
    undo,
    busy,
    /** Why it could not be taken back; it is offered still. */
    failure,
    /** @param how null: there is nothing to be taken back */
    offer,
    async takeBack(): Promise<void> {
      const how = undo.value;
      const began = of();
      if (how === null || busy.value) return;
      const done = await attempt(() => how.undo());
      // It is told where it belongs.
      if (began !== of()) failure.value = null;
      if (!done) return;
      if (undo.value === how) offer(null);
      void announcer.say(t("editing.undone"));
      await takenBack(began === of());
    },
  };
}
