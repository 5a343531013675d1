import { defineStore } from "pinia";
import { ref, shallowRef } from "vue";
import type { AuditEntry } from "../../main/domain/audit.ts";
import { invoke, listen } from "../bridge.ts";

const pageSize = 50;

/** Who did what, the newest first. */
export const useActivity = defineStore("activity", () => {
  const entries = shallowRef<readonly AuditEntry[]>([]);
  const loaded = ref(false);
  const more = ref(false);
  const failure = ref<unknown>(null);

  async function read(before?: number): Promise<void> {
    try {
      const page = await invoke("audit.list", {
        limit: pageSize,
        ...(before === undefined ? {} : { before }),
      });
      if (before === undefined) {
        // What was read before and is older than this page stays in sight.
        const last = page.at(-1)?.id ?? 0;
        const older = entries.value.filter(({ id }) => id < last);
        entries.value = [...page, ...older];
        if (older.length === 0) more.value = page.length === pageSize;
      } else {
        entries.value = [...entries.value, ...page];
        more.value = page.length === pageSize;
      }
      loaded.value = true;
      failure.value = null;
    } catch (error) {
      failure.value = error;
    }
  }

  return {
    entries,
    loaded,
    more,
    failure,
    load: () => read(),
    loadOlder: () => read(entries.value.at(-1)?.id),
    /** Reads again when a run has begun or ended. @returns a function that stops it */
    follow: (): (() => void) => {
      let state = "";
      return listen("run.changed", (run) => {
        const now = `${run.id} ${run.state}`;
        if (now !== state) void read();
        state = now;
      });
    },
  };
});
