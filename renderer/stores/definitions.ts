import { defineStore } from "pinia";
import { ref, shallowRef } from "vue";
import type { ExportDefinition } from "../../main/domain/export-definition.ts";
import type { DefinitionTarget } from "../../main/domain/delivery-record.ts";
import type {
  DefinitionChange,
  DefinitionInput,
} from "../../preload/contract.ts";
import { invoke, listen } from "../bridge.ts";
import { newestAnswer } from "../newest-answer.ts";
import { rereadWhenStale } from "../reread-when-stale.ts";
import { useRuns } from "./runs.ts";

/** Saved exports: what they pack, when, and where to. */
export const useDefinitions = defineStore("definitions", () => {
  const runs = useRuns();
  const definitions = shallowRef<readonly ExportDefinition[]>([]);
  const targets = shallowRef<ReadonlyMap<number, readonly DefinitionTarget[]>>(
    new Map(),
  );
  const loaded = ref(false);
  const failure = ref<unknown>(null);
  const ask = newestAnswer();

  async function load(): Promise<void> {
    const isNewest = ask();
    try {
      const found = await invoke("definitions.list", {});
      const places = await Promise.all(
        found.map(({ id }) =>
          invoke("definitions.targets", { definition: id }),
        ),
      );
      if (!isNewest()) return;
      definitions.value = found;
      targets.value = new Map(
        found.map(({ id }, index) => [id, places[index] ?? []]),
      );
      loaded.value = true;
      failure.value = null;
    } catch (error) {
      if (isNewest()) failure.value = error;
    }
  }

  /** Reads again when an export has ended: when it is due next, and what became of it, is new then. */
  const follow = (): (() => void) =>
    listen("run.changed", (run) => {
      if (loaded.value && run.kind === "export" && run.finishedAt !== null)
        void load();
    });

  async function create(input: DefinitionInput): Promise<ExportDefinition> {
    return rereadWhenStale(invoke("definitions.create", input), load);
  }

  async function change(input: DefinitionChange): Promise<void> {
    await rereadWhenStale(invoke("definitions.change", input), load);
  }

  async function remove(definition: number): Promise<void> {
    await rereadWhenStale(invoke("definitions.remove", { definition }), load);
  }

  async function start(definition: number) {
    const run = await rereadWhenStale(
      invoke("definitions.start", { definition }),
      load,
    );
    runs.note(run);
    return run;
  }

  return {
    definitions,
    targets,
    loaded,
    failure,
    load,
    follow,
    create,
    change,
    remove,
    start,
  };
});
