import type { App, BrowserWindow } from "electron";
import { dialog } from "electron";
import type { EventBus } from "../core/events.ts";
import type { NewsDesk } from "../core/news.ts";
import type { NewsChoice } from "../domain/news.ts";
import { noticeOf } from "./notice-of.ts";
import { createNotices } from "./notices.ts";
import { askBeforeQuitting } from "./quitting.ts";
import { followRuns } from "./running.ts";
import { createTaskbar } from "./taskbar.ts";
import { createTray } from "./tray.ts";
import type { Words } from "./words.ts";

export interface BackgroundOptions {
  readonly app: App;
  readonly words: Words;
  readonly events: Pick<EventBus, "listen">;
  readonly news: Pick<NewsDesk, "listen">;
  /** Of what the person at this machine wants to be told by its system. */
  wanted(): NewsChoice["desktop"];
  /** The application's own window; null while there is none. */
  window(): BrowserWindow | null;
  showWindow(): void;
  reportBug(error: unknown): void;
}

export interface Background {
  /** The last window has been closed. */
  windowClosed(): void;
  /** A window is there again. */
  windowOpened(): void;
  /** Ends without asking: the system is going down. */
  quitNow(): void;
  close(): void;
}

/** What of the application is there without its window: the tray, notices, and the question before it ends. */
export function createBackground({
  app,
  words,
  events,
  news,
  wanted,
  window,
  showWindow,
  reportBug,
}: BackgroundOptions): Background {
  const notices = createNotices(showWindow);
  const tray = createTray({ words, open: showWindow, quit: () => app.quit() });
  const taskbar = createTaskbar({ app, window });
  app.on("browser-window-focus", taskbar.seen);
  const running = followRuns(events, {
    onChange(runs) {
      taskbar.progress(runs);
      // Without a window the tray is the only way back.
      tray.show(runs, runs.length > 0 || window() === null);
    },
    onEnd() {
      if (quitting.isLeaving() && running.list().length === 0) app.quit();
    },
  });
  const stopTelling = news.listen((told) => {
    // Who looks at the window sees it.
    if (window()?.isFocused() === true || !wanted().includes(told.kind)) return;
    const { title, body } = noticeOf(told, words);
    notices.show(title, body);
    taskbar.ended();
  });
  const quitting = askBeforeQuitting(app, {
    isBusy: () => running.list().length > 0,
    async ask() {
      const question = {
        type: "question" as const,
        message: words.stillRunning,
        detail: [
          ...running.list().map((run) => run.title),
          "",
          words.stillRunningDetail,
        ].join("\n"),
        buttons: [words.finishFirst, words.stopNow, words.cancel],
        defaultId: 0,
        cancelId: 2,
      };
      const parent = window();
      const { response } =
        parent === null
          ? await dialog.showMessageBox(question)
          : await dialog.showMessageBox(parent, question);
      return (["finish", "stop"] as const)[response] ?? "cancel";
    },
    closeWindows: () => window()?.close(),
    onProblem: reportBug,
  });

  return {
    windowClosed() {
      const busy = running.list().length > 0;
      if (!busy) {
        if (process.platform !== "darwin") app.quit();
        return;
      }
      tray.show(running.list(), true);
      notices.show(words.goesOn, words.goesOnDetail);
    },
    windowOpened() {
      quitting.stay();
      tray.show(running.list(), running.list().length > 0);
      taskbar.progress(running.list());
    },
    quitNow: quitting.quitNow,
    close() {
      app.off("browser-window-focus", taskbar.seen);
      stopTelling();
      running.close();
      tray.close();
    },
  };
}
