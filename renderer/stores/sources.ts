import { defineStore } from "pinia";
import { ref, shallowRef } from "vue";
import type {
  KnownSource,
  SourceSettings,
} from "../../main/domain/known-source.ts";
import type { Run } from "../../main/domain/run.ts";
import type { SourceDraft } from "../../preload/contract.ts";
import { invoke, listen } from "../bridge.ts";
import { newestAnswer } from "../newest-answer.ts";
import { rereadWhenStale } from "../reread-when-stale.ts";
import { useRuns } from "./runs.ts";

/** Files and folders that are imported from again and again. */
export const useSources = defineStore("sources", () => {
  const runs = useRuns();
  const sources = shallowRef<readonly KnownSource[]>([]);
  const loaded = ref(false);
  const failure = ref<unknown>(null);
  const ask = newestAnswer();

  async function load(): Promise<void> {
    const isNewest = ask();
    try {
      const found = await invoke("sources.list", {});
      if (!isNewest()) return;
      sources.value = found;
      loaded.value = true;
      failure.value = null;
    } catch (error) {
      if (isNewest()) failure.value = error;
    }
  }

  return {
    sources,
    loaded,
    failure,
    load,
    /** Reads again when an import has ended. @returns a function that stops it */
    follow: (): (() => void) =>
      listen("run.changed", (run) => {
        if (loaded.value && run.kind === "import" && run.finishedAt !== null)
          void load();
      }),
    /** @param source the one that is changed; null for a new one */
    async save(source: number | null, draft: SourceDraft): Promise<void> {
      await rereadWhenStale(
        source === null
          ? invoke("sources.add", draft)
          : invoke("sources.change", { ...draft, source }),
        load,
      );
    },
    async remove(source: number): Promise<void> {
      await rereadWhenStale(invoke("sources.remove", { source }), load);
    },
    async run(source: number): Promise<Run> {
      const run = await rereadWhenStale(
        invoke("sources.run", { source }),
        load,
      );
      runs.note(run);
      return run;
    },
    look: (settings: SourceSettings) => invoke("sources.look", settings),
    runsOf: (source: number) => invoke("sources.runs", { source, limit: 20 }),
  };
});
