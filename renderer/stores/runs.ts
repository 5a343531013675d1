import { defineStore } from "pinia";
import { computed, ref, shallowReactive } from "vue";
import type {
  Commands,
  ExportInput,
  ImportInput,
} from "../../preload/contract.ts";
import type { Run } from "../../main/domain/run.ts";
import { hasWords, type RunFilter } from "../../main/domain/run-filter.ts";
import { invoke, listen } from "../bridge.ts";
import { createPace, type Pace } from "../pace.ts";
import { isActive } from "../run-facts.ts";

const pageSize = 50;

/** What a list of runs leaves out, and how far it has been read. */
export interface RunChoice extends RunFilter {
  readonly mine?: boolean;
}

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
  /** Of each choice that was asked for: the oldest run that was read, and whether there are older ones. */
  const reached = shallowReactive(
    new Map<string, { readonly oldest: number; readonly more: boolean }>(),
  );

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

  async function read(choice: RunChoice, before?: number): Promise<void> {
    const eventsBefore = events;
    const key = JSON.stringify(choice);
    try {
      const page = await invoke("runs.list", {
        ...choice,
        limit: pageSize,
        ...(before === undefined ? {} : { before }),
      });
      for (const run of page) {
        // What was heard while the reply was under way is newer than the reply.
        if ((heard.get(run.id) ?? 0) <= eventsBefore) take(run);
      }
      // What was read before stays read when the newest are asked for again.
      if (before !== undefined || !reached.has(key))
        reached.set(key, {
          oldest: page.at(-1)?.id ?? before ?? 0,
          more: page.length === pageSize,
        });
      if (choice.mine === true) for (const { id } of page) mine.add(id);
      loaded.value = true;
      failure.value = null;
    } catch (error) {
      failure.value = error;
    }
  }

  /** What this person has started, as far as it is known here. */
  const mine = shallowReactive(new Set<number>());
  const fits = (run: Run, choice: RunChoice): boolean =>
    (choice.kind === undefined || run.kind === choice.kind) &&
    (choice.states === undefined || choice.states.includes(run.state)) &&
    (choice.words === undefined || hasWords(run.title, choice.words)) &&
    (choice.mine !== true || mine.has(run.id));

  async function changed(asked: Promise<Run>): Promise<Run> {
    const run = await asked;
    take(run);
    return run;
  }
  async function started(asked: Promise<Run>): Promise<Run> {
    const run = await asked;
    mine.add(run.id);
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
    /**
     * What is known of a choice, newest first; null while nothing of it has been read.
     */
    chosen(choice: RunChoice) {
      const at = reached.get(JSON.stringify(choice));
      return at === undefined
        ? null
        : {
            runs: runs.value.filter(
              (run) => run.id >= at.oldest && fits(run, choice),
            ),
            more: at.more,
          };
    },
    find: async (run: number) => take(await invoke("runs.get", { run })),
    /** Takes a run that something else has started. */
    note: take,
    load: (choice: RunChoice = {}) => read(choice),
    loadOlder: (choice: RunChoice) =>
      read(choice, reached.get(JSON.stringify(choice))?.oldest),
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
      if (made.run !== null) {
        mine.add(made.run.id);
        take(made.run);
      }
      return made;
    },
    // Whoever does this to a run has not started it.
    pause: (run: number) => changed(invoke("runs.pause", { run })),
    resume: (run: number) => changed(invoke("runs.resume", { run })),
    cancel: (run: number) => changed(invoke("runs.cancel", { run })),
  };
});
