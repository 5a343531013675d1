import { defineStore } from "pinia";
import { ref, shallowRef } from "vue";
import type { ExportDefinition } from "../../main/domain/export-definition.ts";
import type { DefinitionTarget } from "../../main/domain/delivery-record.ts";
import type {
  DefinitionChange,
  DefinitionInput,
} from "../../preload/contract.ts";
import { invoke, listen } from "../bridge.ts";
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
  let reading = 0;

  async function load(): Promise<void> {
    reading += 1;
    const mine = reading;
    try {
      const found = await invoke("definitions.list", {});
      const places = await Promise.all(
        found.map(({ id }) =>
          invoke("definitions.targets", { definition: id }),
        ),
      );
      // A later answer is newer than this one.
      if (mine !== reading) return;
      definitions.value = found;
      targets.value = new Map(
        found.map(({ id }, index) => [id, places[index] ?? []]),
      );
      loaded.value = true;
      failure.value = null;
    } catch (error) {
      if (mine === reading) failure.value = error;
    }
  }

  /** Reads again when an export has ended: when it is due next, and what became of it, is new then. */
  const follow = (): (() => void) =>
    listen("run.changed", (run) => {
      if (loaded.value && run.kind === "export" && run.finishedAt !== null)
        void load();
    });

  async function create(input: DefinitionInput): Promise<ExportDefinition> {
    const made = await invoke("definitions.create", input);
    await load();
    return made;
  }

  async function change(input: DefinitionChange): Promise<void> {
    await invoke("definitions.change", input);
    await load();
  }

  async function remove(definition: number): Promise<void> {
    await invoke("definitions.remove", { definition });
    await load();
  }

  async function start(definition: number) {
    const run = await invoke("definitions.start", { definition });
    runs.note(run);
    await load();
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
