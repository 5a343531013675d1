import { defineStore } from "pinia";
import { shallowRef } from "vue";

/** What somebody has asked for before they went elsewhere, and what it ran into. */
export interface LateFailure {
  readonly number: number;
  /** What it was done with. */
  readonly name: string;
  readonly failure: unknown;
  /** Of what was to be taken back: what stays done, and how it is tried again, which tells of itself what comes of it. */
  readonly undo?: {
    readonly words: string;
    again(): Promise<unknown>;
  };
}

/** Failures that have no place of their own any more where they could be told. */
export const useLateFailures = defineStore("late-failures", () => {
  /** The newest last. */
  const entries = shallowRef<readonly LateFailure[]>([]);
  let last = 0;

  return {
    entries,
    tell(entry: Omit<LateFailure, "number">): void {
      last += 1;
      entries.value = [...entries.value, { ...entry, number: last }];
    },
    dismiss(number: number): void {
      entries.value = entries.value.filter((one) => one.number !== number);
    },
    clear(): void {
      entries.value = [];
    },
  };
});
