import type { App, BrowserWindow } from "electron";
import type { Run } from "../domain/run.ts";
import { percentOf } from "./running.ts";

export interface TaskbarOptions {
  readonly app: App;
  /** The application's own window; null while there is none. */
  window(): BrowserWindow | null;
}

export interface Taskbar {
  /** Shows how far the runs are, on the window's place in the taskbar. */
  progress(runs: readonly Run[]): void;
  /** A run has ended while nobody looked. */
  ended(): void;
  /** Somebody looks: what ended is no news any more. */
  seen(): void;
}

/** More than 1 means to Electron that nobody knows how far it is; less than 0 that nothing runs. */
const unknown = 2;
const nothing = -1;

/** What the taskbar or dock shows of Holdall: how far the runs are, and how many have ended since somebody looked. */
export function createTaskbar({ app, window }: TaskbarOptions): Taskbar {
  let shown = nothing;
  let news = 0;

  return {
    progress(runs) {
      const known = runs.map(percentOf).filter((percent) => percent !== null);
      const fraction =
        runs.length === 0
          ? nothing
          : known.length === 0
            ? unknown
            : known.reduce((sum, percent) => sum + percent, 0) /
              known.length /
              100;
      const own = window();
      if (own === null) shown = nothing;
      else if (fraction !== shown) own.setProgressBar((shown = fraction));
    },
    ended() {
      app.setBadgeCount(++news);
    },
    seen() {
      if (news > 0) app.setBadgeCount((news = 0));
    },
  };
}
