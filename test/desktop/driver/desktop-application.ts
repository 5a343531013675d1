import type { ChildProcess } from "node:child_process";
import type * as Electron from "electron";
import type { Page } from "playwright-core";

/** What specs do with the application, in Electron itself and in its stand-in alike. */
export interface DesktopApplication {
  readonly process: ChildProcess;
  /** The window's page, as soon as it is there. */
  window(): Promise<Page>;
  /** The page of the window that opens next. To be called before it does. */
  nextWindow(): Promise<Page>;
  /** Runs a function in the main process. It can use its two arguments and nothing around it. */
  evaluate<Result, Argument>(
    asked: (
      electron: typeof Electron,
      argument: Argument,
    ) => Result | Promise<Result>,
    argument: Argument,
  ): Promise<Result>;
  evaluate<Result>(
    asked: (electron: typeof Electron) => Result | Promise<Result>,
  ): Promise<Result>;
  /** Resolves with the exit code when the application has ended. */
  readonly ended: Promise<number | null>;
  /** Everything it said on stderr up to now. */
  stderr(): string;
  /** Ends it, and what belongs to it, however it is. */
  dispose(): Promise<void>;
}

export interface Start {
  readonly env?: Readonly<Record<string, string>>;
  readonly switches?: readonly string[];
  /** Files and links that are opened with it. */
  readonly opened?: readonly string[];
  /** Folder of another application than the one that is built here. */
  readonly appFolder?: string;
}
