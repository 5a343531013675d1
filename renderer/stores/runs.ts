import { defineStore } from "pinia";
import { computed, ref, shallowReactive } from "vue";
import type {
  Commands,
  ExportInput,
  ImportInput,
} from "../../preload/contract.ts";
import type { Run } from "../../main/domain/run.ts";
import { invoke, listen } from "../bridge.ts";
import { createPace, type Pace } from "../pace.ts";
import { isActive } from "../run-facts.ts";

const pageSize = 30;

/** Exports and imports: what runs, and what has run. */
export const useRuns = defineStore("runs", () => {
  const known = shallowReactive(new Map<number, Run>());
  const paces = shallowReactive(new Map<number, Pace>());
  const meters = new Map<number, ReturnType<typeof createPace>>();
  /** How many events were heard, and for each active run which of them was its last. */
  let events = 0;
  const heard = new Map<number, number>();
  const failure = ref<unknown>(null);
  const loaded = ref(false);
  /** Whether there are older runs than those in `runs`. */
  const more = ref(false);

  const runs = computed(() =>
    [...known.values()].sort((one, other) => other.id - one.id),
  );
  const active = computed(() => runs.value.filter(isActive));

  /** The run that ended last while this window looked on. */
  const ended = ref<number | null>(null);

  function take(run: Run): void {
    const before = known.get(run.id);
    // A reply that was under way when the run ended must not bring it back to life.
    if (before !== undefined && !isActive(before) && isActive(run)) return;
    known.set(run.id, run);
    if (!isActive(run)) {
      heard.delete(run.id);
      if (before !== undefined && isActive(before)) ended.value = run.id;
      meters.delete(run.id);
      paces.delete(run.id);
      return;
    }
    const meter = meters.get(run.id) ?? createPace();
    meters.set(run.id, meter);
    paces.set(run.id, meter.measure(run.progress, performance.now()));
  }

  async function read(before?: number): Promise<void> {
    const eventsBefore = events;
    try {
      const page = await invoke("runs.list", {
        limit: pageSize,
        ...(before === undefined ? {} : { before }),
      });
      for (const run of page) {
        // What was heard while the reply was under way is newer than the reply.
        if ((heard.get(run.id) ?? 0) <= eventsBefore) take(run);
      }
      if (before !== undefined || !loaded.value)
        more.value = page.length === pageSize;
      loaded.value = true;
      failure.value = null;
    } catch (error) {
      failure.value = error;
    }
  }

  async function started(asked: Promise<Run>): Promise<Run> {
    const run = await asked;
    take(run);
    return run;
  }

  return {
    runs,
    active,
    lastEnded: computed(() =>
      ended.value === null ? null : (known.get(ended.value) ?? null),
    ),
    paces,
    failure,
    loaded,
    more,
    /** Takes a run that something else has started. */
    note: take,
    load: () => read(),
    loadOlder: () => read(runs.value.at(-1)?.id),
    /** How exports have ended over time. */
    ended: (spans: Commands["runs.ended"]["input"]) =>
      invoke("runs.ended", spans),
    /** @returns a function that stops it */
    follow: () =>
      listen("run.changed", (run) => {
        heard.set(run.id, (events += 1));
        take(run);
      }),
    startExport: (input: ExportInput) =>
      started(invoke("exports.create", input)),
    startImport: (input: ImportInput) =>
      started(invoke("imports.create", input)),
    startSample: () => started(invoke("imports.sample", {})),
    again: (run: number) => started(invoke("exports.again", { run })),
    /** Makes up for what a run left out or failed to do. */
    async retry(run: number) {
      const made = await invoke("runs.retry", { run });
      if (made.run !== null) take(made.run);
      return made;
    },
    cancel: (run: number) => started(invoke("runs.cancel", { run })),
  };
});
