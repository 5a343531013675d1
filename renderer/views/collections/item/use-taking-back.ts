import {
  computed,
  onUnmounted,
  ref,
  shallowReactive,
  shallowRef,
  watch,
} from "vue";
import { useI18n } from "vue-i18n";
import { useAnnouncer } from "../../../stores/announcer.ts";
import { useLateFailures } from "../../../stores/late-failures.ts";
import type { Undo } from "./undo.ts";

export type TakingBack = ReturnType<typeof useTakingBack>;

export interface TakingBackInput {
  /** What something is done with. */
  readonly of: () => unknown;
  /** What people call it. */
  readonly name: () => string;
  /** Reads again what is there when something was taken back. Tells itself what it runs into. */
  readonly takenBack: () => Promise<unknown>;
}

/**
 * Offers to take back what was done last with one thing, until something else is done or another thing is shown. Who has
 * gone elsewhere before a failure comes is told of it there, with the name of the thing.
 */
export function useTakingBack({ of, name, takenBack }: TakingBackInput) {
  const { t } = useI18n({ useScope: "global" });
  const announcer = useAnnouncer();
  const late = useLateFailures();
  const undo = shallowRef<Undo | null>(null);
  const failure = ref<unknown>(null);
  const underWay = shallowReactive(new Set<Undo>());

  function offer(how: Undo | null): void {
    undo.value = how;
    failure.value = null;
  }
  watch(of, () => {
    offer(null);
  });
  onUnmounted(() => {
    offer(null);
  });

  /** @param whose what people call what it was done with */
  async function attempt(how: Undo, whose: string): Promise<void> {
    underWay.add(how);
    if (undo.value === how) failure.value = null;
    try {
      await how.undo();
    } catch (error) {
      if (undo.value === how) failure.value = error;
      else
        late.tell({
          name: whose,
          failure: error,
          undo: { words: how.words, again: () => attempt(how, whose) },
        });
      return;
    } finally {
      underWay.delete(how);
    }
    void announcer.say(t("editing.undone"));
    if (undo.value === how) offer(null);
    await takenBack();
  }

  return {
    undo,
    busy: computed(() => undo.value !== null && underWay.has(undo.value)),
    /** Why it could not be taken back; it is offered still. */
    failure,
    /** @param how null: there is nothing to be taken back */
    offer,
    async takeBack(): Promise<void> {
      const how = undo.value;
      if (how !== null && !underWay.has(how)) await attempt(how, name());
    },
  };
}
