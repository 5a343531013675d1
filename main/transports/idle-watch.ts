import type { AppError } from "../domain/errors.ts";
import { targetError } from "./target-errors.ts";

/** Ends a transfer that shows no sign of life, for protocols whose libraries wait for ever. */
export interface IdleWatch {
  /** Aborted when the work is cancelled, or nothing has moved for too long. */
  readonly signal: AbortSignal;
  /** Something moved. */
  moved(): void;
  stop(): void;
  /** Why the signal was aborted, if that was for silence. */
  silence(): AppError | null;
}

export function createIdleWatch(
  name: string,
  signal: AbortSignal,
  idleMs: number,
): IdleWatch {
  const silent = new AbortController();
  const timer = setTimeout(() => {
    silent.abort();
  }, idleMs);
  return {
    signal: AbortSignal.any([signal, silent.signal]),
    moved: () => {
      timer.refresh();
    },
    stop: () => {
      clearTimeout(timer);
    },
    silence: () =>
      silent.signal.aborted && !signal.aborted
        ? targetError("target.interrupted", name, `${name} has fallen silent.`)
        : null,
  };
}
