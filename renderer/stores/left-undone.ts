import { defineStore } from "pinia";
import { shallowRef } from "vue";

/** Something that was to be taken back and could not be, while whoever asked for it had gone elsewhere. */
export interface LeftUndone {
  readonly number: number;
  /** What it was done with. */
  readonly name: string;
  /** What was done. */
  readonly words: string;
  readonly failure: unknown;
  /** Tries once more to take it back; tells of itself what comes of that. */
  again(): Promise<unknown>;
}

/** What could not be taken back and has no place of its own any more where that could be told. */
export const useLeftUndone = defineStore("left-undone", () => {
  /** The newest last. */
  const entries = shallowRef<readonly LeftUndone[]>([]);
  let last = 0;

  function dismiss(number: number): void {
    entries.value = entries.value.filter((one) => one.number !== number);
  }

  return {
    entries,
    tell(entry: Omit<LeftUndone, "number">): void {
      last += 1;
      entries.value = [...entries.value, { ...entry, number: last }];
    },
    dismiss,
    clear(): void {
      entries.value = [];
    },
  };
});
