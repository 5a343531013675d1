import type { ErrorView } from "../main/domain/errors.ts";
import type { Run } from "../main/domain/run.ts";

/** Nothing to say: the input of a command that needs none. */
export type NoInput = Readonly<Record<string, never>>;

export interface About {
  readonly name: string;
  readonly version: string;
  /** Where catalog, files and logs are, as an absolute path. */
  readonly dataFolder: string;
  /** Node's name of the platform: `linux`, `darwin`, `win32`. */
  readonly platform: string;
}

export interface CatalogSummary {
  readonly communities: number;
  readonly collections: number;
  readonly items: number;
  readonly bitstreams: number;
}

/** Every command the window may ask for: what goes in, what comes out. */
export interface Commands {
  "app.about": { readonly input: NoInput; readonly output: About };
  "catalog.summary": {
    readonly input: NoInput;
    readonly output: CatalogSummary;
  };
}

/** Everything the window is told about without asking. */
export interface Events {
  "run.changed": Run;
}

export type CommandName = keyof Commands;
export type EventName = keyof Events;

/** The answer to a command. Nothing throws across the border. */
export type Reply<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: ErrorView };

/** What the page finds as `window.holdall`. */
export interface Holdall {
  invoke<Name extends CommandName>(
    name: Name,
    input: Commands[Name]["input"],
  ): Promise<Reply<Commands[Name]["output"]>>;
  /** @returns a function that stops listening */
  listen<Name extends EventName>(
    name: Name,
    listener: (event: Events[Name]) => void,
  ): () => void;
}
