import { defineStore } from "pinia";
import { shallowReactive } from "vue";
import type { RunCheck } from "../../main/domain/run-check.ts";
import { invoke, listen } from "../bridge.ts";

/** Packages that are read again, by the number of their run. */
export const useChecks = defineStore("checks", () => {
  const ofRun = shallowReactive(new Map<number, RunCheck>());
  let heard = 0;

  return {
    ofRun,
    /** Asks for one that goes on already. */
    async load(run: number): Promise<void> {
      const before = heard;
      const found = await invoke("checks.get", { run });
      // What was heard while the reply was under way is newer than the reply.
      if (found !== null && heard === before) ofRun.set(run, found);
    },
    start: (run: number) => invoke("checks.start", { run }),
    stop: (run: number) => invoke("checks.stop", { run }),
    /** @returns a function that stops it */
    follow: () =>
      listen("check.changed", (check) => {
        heard += 1;
        ofRun.set(check.run, check);
      }),
  };
});
