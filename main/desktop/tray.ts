import { Menu, Tray } from "electron";
import type { Run } from "../domain/run.ts";
import { icon } from "./icon.ts";
import { percentOf } from "./running.ts";
import type { Words } from "./words.ts";

export interface TrayOptions {
  readonly words: Words;
  open(): void;
  quit(): void;
}

export interface RunTray {
  /**
   * @param runs what is running
   * @param wanted whether the sign is to be in the tray
   */
  show(runs: readonly Run[], wanted: boolean): void;
  close(): void;
}

/** The sign in the tray: what runs, the way back to the window, and the way out. */
export function createTray({ words, open, quit }: TrayOptions): RunTray {
  let tray: Tray | null = null;
  let listed = "";
  let tip = "";

  function close(): void {
    tray?.destroy();
    tray = null;
    listed = tip = "";
  }

  return {
    close,
    show(runs, wanted) {
      if (!wanted) {
        close();
        return;
      }
      if (tray === null) {
        tray = new Tray(icon(process.platform === "darwin" ? 18 : 32));
        tray.on("click", open);
      }
      const text =
        runs.length === 0
          ? words.nothingRuns
          : runs
              .map((run) =>
                words.running(words.titled(run.title), percentOf(run)),
              )
              .join("\n");
      if (text !== tip) tray.setToolTip((tip = text));
      // A menu that somebody has open closes when it is replaced: only when other runs are in it.
      const titles = runs.map((run) => words.titled(run.title));
      const names = titles.length === 0 ? [words.nothingRuns] : titles;
      if (names.join("\n") === listed) return;
      listed = names.join("\n");
      tray.setContextMenu(
        Menu.buildFromTemplate([
          ...names.map((label) => ({ label, enabled: false })),
          { type: "separator" },
          { id: "open", label: words.open, click: open },
          { id: "quit", label: words.quit, click: quit },
        ]),
      );
    },
  };
}
