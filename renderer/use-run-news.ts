import { watch } from "vue";
import type { Run } from "../main/domain/run.ts";
import { shareDone } from "./pace.ts";
import { isActive } from "./run-facts.ts";
import { useAnnouncer } from "./stores/announcer.ts";
import { useRuns } from "./stores/runs.ts";
import { useRunWords } from "./use-run-words.ts";

/** Progress is told in quarters, so that it does not talk over everything else. */
const stepOf = (run: Run): string =>
  isActive(run)
    ? `${run.progress.phase} ${Math.floor((shareDone(run.progress) ?? 0) * 4)}`
    : run.state;

/** Tells a screen reader how runs are getting on, and how they ended. */
export function useRunNews(): void {
  const runs = useRuns();
  const words = useRunWords();
  const announcer = useAnnouncer();
  const told = new Map<number, string>();

  watch(
    () => runs.runs,
    (list) => {
      for (const run of list) {
        const step = stepOf(run);
        const before = told.get(run.id);
        if (before === step) continue;
        told.set(run.id, step);
        // What had ended before this window looked is no news.
        if (before === undefined && !isActive(run)) continue;
        void announcer.say(words.sentence(run));
      }
    },
  );
}
