import { defineStore } from "pinia";
import { ref, shallowRef } from "vue";
import type { AuditEntry } from "../../main/domain/audit.ts";
import { invoke, listen } from "../bridge.ts";
import { newestAnswer } from "../newest-answer.ts";

const pageSize = 50;

/** Who did what, the newest first. */
export const useActivity = defineStore("activity", () => {
  const entries = shallowRef<readonly AuditEntry[]>([]);
  const loaded = ref(false);
  const more = ref(false);
  const failure = ref<unknown>(null);

  const ask = newestAnswer();
  async function load(): Promise<void> {
    const isNewest = ask();
    try {
      const page = await invoke("audit.list", { limit: pageSize });
      if (!isNewest()) return;
      // What was read before and is older than this page stays in sight, unless something between them is unknown.
      const last = page.at(-1)?.id ?? 0;
      const meets =
        page.length < pageSize || (entries.value[0]?.id ?? 0) >= last;
      const older = meets ? entries.value.filter(({ id }) => id < last) : [];
      entries.value = [...page, ...older];
      if (older.length === 0) more.value = page.length === pageSize;
      loaded.value = true;
      failure.value = null;
    } catch (error) {
      if (isNewest()) failure.value = error;
    }
  }

  async function loadOlder(): Promise<void> {
    const before = entries.value.at(-1)?.id;
    if (before === undefined) {
      await load();
      return;
    }
    /** Whether the list still ends where this goes on. */
    const fits = (): boolean => entries.value.at(-1)?.id === before;
    try {
      const page = await invoke("audit.list", { limit: pageSize, before });
      if (!fits()) return;
      entries.value = [...entries.value, ...page];
      more.value = page.length === pageSize;
      failure.value = null;
    } catch (error) {
      if (fits()) failure.value = error;
    }
  }

  return {
    entries,
    loaded,
    more,
    failure,
    load,
    loadOlder,
    /** Reads again when a run has begun or ended. @returns a function that stops it */
    follow: (): (() => void) => {
      let state = "";
      return listen("run.changed", (run) => {
        const now = `${run.id} ${run.state}`;
        if (now !== state) void load();
        state = now;
      });
    },
  };
});
