import { toErrorView } from "../domain/errors.ts";
import {
  storageParts,
  type Leftovers,
  type StoragePart,
  type StorageState,
} from "../domain/storage.ts";

/** A file of the data folder, and what it belongs to. */
export interface MeasuredFile {
  readonly part: StoragePart;
  readonly bytes: number;
}

/** What this file needs of others. */
export interface StoragePorts {
  /** Every file of the data folder. */
  walk(signal: AbortSignal): AsyncIterable<MeasuredFile>;
  /**
   * Finds what nothing needs any more.
   * @param remove whether to remove it, too
   * @param onFile told of each file that was looked at
   */
  leftovers(
    remove: boolean,
    signal: AbortSignal,
    onFile: () => void,
  ): Promise<Leftovers>;
  free(): Promise<number>;
  /** Notes that somebody has had the data folder cleaned. */
  cleaned(removed: Leftovers): Promise<void>;
  now(): number;
}

export type Storage = ReturnType<typeof createStorage>;

/** Measures and cleans the data folder when somebody asks for it, one after the other; goes on by itself. */
export function createStorage(ports: StoragePorts) {
  let state: StorageState = {
    doing: "nothing",
    files: 0,
    measured: null,
    cleaned: null,
    error: null,
  };
  let cancel = new AbortController();
  let work: Promise<void> = Promise.resolve();

  const count = (): void => {
    state = { ...state, files: state.files + 1 };
  };

  async function measure(signal: AbortSignal): Promise<void> {
    const parts = new Map(
      storageParts.map((part) => [part, { part, files: 0, bytes: 0 }]),
    );
    for await (const { part, bytes } of ports.walk(signal)) {
      const sum = parts.get(part);
      if (sum === undefined) continue;
      sum.files += 1;
      sum.bytes += bytes;
      count();
    }
    const leftovers = await ports.leftovers(false, signal, count);
    state = {
      ...state,
      measured: {
        at: ports.now(),
        parts: [...parts.values()],
        leftovers,
        free: await ports.free(),
      },
    };
  }

  async function clean(signal: AbortSignal): Promise<void> {
    const removed = await ports.leftovers(true, signal, count);
    await ports.cleaned(removed);
    state = { ...state, cleaned: { ...removed, at: ports.now() } };
    await measure(signal);
  }

  function begin(
    doing: "measuring" | "cleaning",
    job: (signal: AbortSignal) => Promise<void>,
  ): StorageState {
    if (state.doing !== "nothing") return state;
    state = { ...state, doing, files: 0, error: null };
    cancel = new AbortController();
    const { signal } = cancel;
    work = job(signal)
      .catch((error: unknown) => {
        // What somebody has stopped has not failed.
        if (!signal.aborted) state = { ...state, error: toErrorView(error) };
      })
      .finally(() => {
        state = { ...state, doing: "nothing" };
      });
    return state;
  }

  return {
    state: (): StorageState => state,
    /** Begins to measure, unless something is being done already. */
    measure: (): StorageState => begin("measuring", measure),
    /** Begins to clean and then to measure, unless something is being done already. */
    clean: (): StorageState => begin("cleaning", clean),
    /** Stops what is being done; what was removed stays removed. */
    stop(): StorageState {
      cancel.abort();
      return state;
    },
    async close(): Promise<void> {
      cancel.abort();
      await work;
    },
  };
}
