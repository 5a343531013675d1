import { toErrorView } from "../domain/errors.ts";
import type { CheckUp, Finding } from "../domain/upkeep.ts";

/** What this file needs of others. */
export interface CheckUpPorts {
  /** Checks everything. @param onChecked number of files checked so far */
  examine(
    onChecked: (files: number) => void,
    signal: AbortSignal,
  ): AsyncIterable<Finding>;
  now(): number;
}

/** More findings than anybody reads; the command line tells them all. */
const most = 500;

export type CheckUps = ReturnType<typeof createCheckUps>;

/** Checks everything when somebody asks for it, one check at a time, and remembers what the last one found. */
export function createCheckUps(ports: CheckUpPorts) {
  let state: CheckUp = {
    running: false,
    files: 0,
    findings: [],
    startedAt: null,
    endedAt: null,
    error: null,
  };
  let cancel: AbortController | null = null;
  let work: Promise<void> = Promise.resolve();

  async function check(signal: AbortSignal): Promise<void> {
    const findings: Finding[] = [];
    try {
      for await (const finding of ports.examine((files) => {
        state = { ...state, files };
      }, signal)) {
        if (findings.length < most) findings.push(finding);
        state = { ...state, findings: [...findings] };
      }
      state = { ...state, running: false, endedAt: ports.now() };
    } catch (error) {
      state = {
        ...state,
        running: false,
        endedAt: ports.now(),
        // What somebody has stopped has not failed.
        error: signal.aborted ? null : toErrorView(error),
      };
    }
  }

  return {
    state: (): CheckUp => state,
    /** Begins a check, unless one is running. */
    start(): CheckUp {
      if (!state.running) {
        state = {
          running: true,
          files: 0,
          findings: [],
          startedAt: ports.now(),
          endedAt: null,
          error: null,
        };
        cancel = new AbortController();
        work = check(cancel.signal);
      }
      return state;
    },
    stop(): CheckUp {
      cancel?.abort();
      return state;
    },
    async close(): Promise<void> {
      cancel?.abort();
      await work;
    },
  };
}
