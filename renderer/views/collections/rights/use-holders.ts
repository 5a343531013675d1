import { computed, onUnmounted, ref, shallowRef } from "vue";
import type { NamedHolder } from "../../../../main/domain/held-policy.ts";
import { invoke } from "../../../bridge.ts";
import { usePolicyWords } from "./use-policy-words.ts";

/** One text for each holder. */
export const keyOf = ({ kind, uuid }: NamedHolder): string => `${kind} ${uuid}`;

/** Groups and people that can be chosen: those that always are, and those that were last searched for. */
export function useHolders() {
  const { who } = usePolicyWords();
  const always = shallowRef<readonly NamedHolder[]>([]);
  const found = shallowRef<readonly NamedHolder[]>([]);
  /** Why those who always can be chosen could not be read, and why nobody could be searched for. */
  const notLoaded = ref<unknown>(null);
  const notFound = ref<unknown>(null);
  /** Words that are being searched for; without any, those that always can be chosen come first. */
  const words = ref("");
  /** The words that what was found was found for. */
  const foundFor = ref("");
  let asked = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  onUnmounted(() => {
    clearTimeout(timer);
  });
  const ask = (query: string) => invoke("rights.holders", { query });

  async function load(): Promise<void> {
    notLoaded.value = notFound.value = null;
    const before = asked;
    try {
      const [anonymous, administrators, first] = await Promise.all([
        ask("Anonymous"),
        ask("Administrator"),
        ask(""),
      ]);
      always.value = [...anonymous, ...administrators].filter(
        ({ kind, name }) =>
          kind === "group" &&
          (name === "Anonymous" || name === "Administrator"),
      );
      // Who has typed meanwhile has asked for others.
      if (before !== asked) return;
      found.value = first;
      foundFor.value = "";
    } catch (error) {
      notLoaded.value = error;
    }
  }
  function search(query: string): void {
    words.value = query.trim();
    asked += 1;
    const mine = asked;
    clearTimeout(timer);
    timer = setTimeout(() => {
      void ask(query.trim())
        .then((holders) => {
          if (mine !== asked) return;
          notFound.value = null;
          found.value = holders;
          foundFor.value = query.trim();
        })
        .catch((error: unknown) => {
          if (mine === asked) notFound.value = error;
        });
    }, 150);
  }

  return {
    failure: computed(() => notLoaded.value ?? notFound.value),
    /** Everybody and the administrators, whatever else is searched. */
    load,
    search,
    /** Asks once more for what could not be had. */
    async again(): Promise<void> {
      if (notLoaded.value !== null) await load();
      if (words.value !== "" || notFound.value !== null) search(words.value);
    },
    /** What a list offers where somebody is chosen already. */
    offered(chosen: NamedHolder | null): readonly NamedHolder[] {
      const own = chosen === null ? [] : [chosen];
      // Whoever types and confirms faster than the answer comes must not get somebody who was offered before.
      const late = words.value.toLowerCase();
      const fitting =
        foundFor.value === words.value
          ? found.value
          : found.value.filter(({ name }) => name.toLowerCase().includes(late));
      const all =
        words.value === ""
          ? [...own, ...always.value, ...fitting]
          : [
              ...fitting,
              // They are called otherwise in the list than where they are searched for.
              ...always.value.filter((one) =>
                who(one).toLowerCase().includes(late),
              ),
              ...own,
            ];
      return [...new Map(all.map((one) => [keyOf(one), one])).values()];
    },
  };
}
