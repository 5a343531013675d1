import { defineStore } from "pinia";
import { shallowReactive } from "vue";
import type { RunCheck } from "../../main/domain/run-check.ts";
import { invoke, listen } from "../bridge.ts";

/** Packages that are read again, by the number of their run. */
export const useChecks = defineStore("checks", () => {
  const ofRun = shallowReactive(new Map<number, RunCheck>());
  /** How many events were heard of each. */
  const heard = new Map<number, number>();

  async function load(run: number): Promise<void> {
    const before = heard.get(run);
    const found = await invoke("checks.get", { run });
    // What was heard while the reply was under way is newer than the reply.
    if (heard.get(run) !== before) return;
    if (found !== null) ofRun.set(run, found);
    // Nothing reads on after the program was started anew; what was found by then is still true.
    else if (ofRun.get(run)?.state === "running") ofRun.delete(run);
  }

  return {
    ofRun,
    /** Asks for one that goes on already. */
    load,
    /** Makes up for events that were missed; what cannot be read stays as it was known. */
    async loadAgain(): Promise<void> {
      await Promise.allSettled([...ofRun.keys()].map(load));
    },
    start: (run: number) => invoke("checks.start", { run }),
    stop: (run: number) => invoke("checks.stop", { run }),
    /** @returns a function that stops it */
    follow: () =>
      listen("check.changed", (check) => {
        heard.set(check.run, (heard.get(check.run) ?? 0) + 1);
        ofRun.set(check.run, check);
      }),
  };
});
