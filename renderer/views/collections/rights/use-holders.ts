import { onUnmounted, ref, shallowRef } from "vue";
import type { NamedHolder } from "../../../../main/domain/held-policy.ts";
import { invoke } from "../../../bridge.ts";

/** One text for each holder. */
export const keyOf = ({ kind, uuid }: NamedHolder): string => `${kind} ${uuid}`;

/** Groups and people that can be chosen: those that always are, and those that were last searched for. */
export function useHolders() {
  const always = shallowRef<readonly NamedHolder[]>([]);
  const found = shallowRef<readonly NamedHolder[]>([]);
  const failure = ref<unknown>(null);
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

  return {
    failure,
    /** Everybody and the administrators, whatever else is searched. */
    async load(): Promise<void> {
      failure.value = null;
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
        found.value = first;
        foundFor.value = "";
      } catch (error) {
        failure.value = error;
      }
    },
    search(query: string): void {
      words.value = query.trim();
      asked += 1;
      const mine = asked;
      clearTimeout(timer);
      timer = setTimeout(() => {
        void ask(query.trim())
          .then((holders) => {
            if (mine !== asked) return;
            found.value = holders;
            foundFor.value = query.trim();
          })
          .catch((error: unknown) => {
            if (mine === asked) failure.value = error;
          });
      }, 150);
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
          : [...fitting, ...own];
      return [...new Map(all.map((one) => [keyOf(one), one])).values()];
    },
  };
}
