import { defineStore } from "pinia";
import { ref, shallowRef } from "vue";
import type { Run } from "../../main/domain/run.ts";
import { pathOf, session } from "../bridge.ts";
import { upload } from "../carriers/upload.ts";
import {
  chosenThings,
  droppedThings,
  groupThings,
  type FileGroup,
  type Thing,
} from "../gather-files.ts";
import { useRuns } from "./runs.ts";

/** Files on their way into the catalog: offered by the person, not yet a run. */
export const useImports = defineStore("imports", () => {
  const runs = useRuns();
  /** What waits for the person's word; empty when nothing does. */
  const offered = shallowRef<readonly FileGroup[]>([]);
  /** How much of the offer has been sent, from 0 to 1; null while nothing is being sent. */
  const sent = ref<number | null>(null);
  const failure = ref<unknown>(null);
  let sending: AbortController | null = null;

  function offer(things: readonly Thing[]): void {
    if (sent.value !== null || things.length === 0) return;
    failure.value = null;
    offered.value = groupThings(things, session === null);
  }

  function withdraw(): void {
    sending?.abort();
    offered.value = [];
    failure.value = null;
  }

  async function send(group: FileGroup, from: number, share: number) {
    if (group.path !== null || session === null) return group.path ?? "";
    const reply = await upload(
      group.files,
      session.headers(),
      (done) => (sent.value = from + done * share),
      sending?.signal ?? AbortSignal.abort(),
    );
    const { id } = reply as { id: string };
    return `upload:${id}`;
  }

  /**
   * Imports what is offered. On failure the rest of the offer stays.
   * @param into collection that receives the items; null where the source is to say
   * @returns the runs that were started
   */
  async function accept(into: string | null): Promise<readonly Run[]> {
    const groups = offered.value;
    const started: Run[] = [];
    sending = new AbortController();
    sent.value = 0;
    failure.value = null;
    try {
      for (const [index, group] of groups.entries()) {
        const path = await send(
          group,
          index / groups.length,
          1 / groups.length,
        );
        started.push(
          await runs.startImport({
            path,
            ...(into === null ? {} : { into }),
            strict: false,
            newIdentifiers: false,
          }),
        );
        offered.value = groups.slice(index + 1);
      }
    } catch (error) {
      if (!(error instanceof DOMException && error.name === "AbortError"))
        failure.value = error;
    } finally {
      sending = null;
      sent.value = null;
    }
    return started;
  }

  return {
    offered,
    sent,
    failure,
    withdraw,
    accept,
    drop: async (transfer: DataTransfer) => {
      offer(await droppedThings(transfer, pathOf));
    },
    /** Offers what lies on this machine, by its absolute paths. */
    open: (paths: readonly string[]) => {
      offer(
        paths.map((path) => ({
          name: path.split(/[\\/]/u).findLast((part) => part !== "") ?? path,
          folder: false,
          path,
          files: [],
        })),
      );
    },
    choose: (files: readonly File[]) => {
      offer(chosenThings(files, pathOf));
    },
  };
});
