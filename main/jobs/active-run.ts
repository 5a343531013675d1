import type { Worker } from "node:worker_threads";
import type { RunProgress } from "../domain/run.ts";
import type { ProcessLock } from "../store/process-lock.ts";

/** A run that is being processed in a thread of this process. */
export interface ActiveRun {
  readonly worker: Worker;
  readonly lock: ProcessLock;
  progress: RunProgress;
  /** Writes follow each other; the last one stands here. */
  writes: Promise<void>;
  cancelled: boolean;
  /** Somebody has asked it to wait; it goes back into the queue. */
  paused: boolean;
  problems: { error: number; warning: number; note: number };
  readonly ended: Promise<void>;
}
