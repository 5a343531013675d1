import type { App } from "electron";

export type QuitAnswer = "finish" | "stop" | "cancel";

export interface QuittingOptions {
  isBusy(): boolean;
  ask(): Promise<QuitAnswer>;
  /** Closes the windows; what runs goes on. */
  closeWindows(): void;
  onProblem(error: unknown): void;
}

export interface Quitting {
  /** Whether the application ends as soon as nothing runs any more. */
  isLeaving(): boolean;
  /** The person has come back and wants to stay. */
  stay(): void;
  /** Ends without asking: the system is going down. */
  quitNow(): void;
}

/** Asks before work in progress is stopped. */
export function askBeforeQuitting(
  app: App,
  { isBusy, ask, closeWindows, onProblem }: QuittingOptions,
): Quitting {
  let decided = false;
  let asking = false;
  let leaving = false;

  async function decide(): Promise<void> {
    const answer = await ask();
    // It may have finished while the question was open.
    if (answer === "stop" || (answer === "finish" && !isBusy())) {
      decided = true;
      app.quit();
    } else if (answer === "finish") {
      leaving = true;
      closeWindows();
    }
  }

  app.on("before-quit", (event) => {
    if (decided || !isBusy()) return;
    event.preventDefault();
    if (asking) return;
    asking = true;
    decide()
      .catch(onProblem)
      .finally(() => {
        asking = false;
      });
  });

  return {
    isLeaving: () => leaving,
    stay() {
      leaving = false;
    },
    quitNow() {
      decided = true;
      app.quit();
    },
  };
}
