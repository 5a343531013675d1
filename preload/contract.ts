import type { ErrorView } from "../main/domain/errors.ts";
import type { ExportOptions, Problem, Run } from "../main/domain/run.ts";

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
  /** Sum of the sizes of all bitstreams. */
  readonly bytes: number;
}

/** A community or collection in a list. */
export interface ContainerView {
  readonly id: number;
  readonly uuid: string;
  readonly handle: string | null;
  readonly name: string;
  /** Ids of the communities it is in. */
  readonly parents: readonly number[];
  /** Number of items; null for a community. */
  readonly items: number | null;
}

export interface AccountView {
  readonly id: number;
  readonly uuid: string;
  readonly email: string;
  readonly admin: boolean;
  readonly canLogIn: boolean;
  readonly createdAt: number;
}

export interface ApiKeyView {
  readonly email: string;
  readonly name: string;
  /** First characters of the key. */
  readonly prefix: string;
  readonly createdAt: number;
  readonly lastUsedAt: number | null;
}

/** What to export: a target, items, a query, or (with none of them) the whole catalog. */
export interface ExportInput {
  readonly target?: string;
  /** Several items; they are packed in the order in which they came into the catalog. */
  readonly items?: readonly string[];
  readonly query?: string;
  /** Absolute path of the archive; without it the archive is kept in the data folder. */
  readonly out?: string;
  readonly options: ExportOptions;
}

export interface ImportInput {
  readonly path: string;
  readonly into?: string;
  readonly community?: string;
  readonly strict: boolean;
  readonly newIdentifiers: boolean;
  readonly encoding?: string;
  readonly delimiter?: string;
  readonly assetstore?: string;
}

export interface RunInput {
  readonly run: number;
}

/** Every command the window may ask for: what goes in, what comes out. */
export interface Commands {
  "app.about": { readonly input: NoInput; readonly output: About };
  "catalog.summary": {
    readonly input: NoInput;
    readonly output: CatalogSummary;
  };
  "communities.list": {
    readonly input: NoInput;
    readonly output: readonly ContainerView[];
  };
  "collections.list": {
    readonly input: NoInput;
    readonly output: readonly ContainerView[];
  };
  "exports.create": { readonly input: ExportInput; readonly output: Run };
  "imports.create": { readonly input: ImportInput; readonly output: Run };
  "runs.list": {
    readonly input: { readonly limit: number; readonly before?: number };
    readonly output: readonly Run[];
  };
  "runs.get": { readonly input: RunInput; readonly output: Run };
  "runs.problems": {
    readonly input: RunInput & { readonly limit: number };
    readonly output: readonly Problem[];
  };
  "runs.cancel": { readonly input: RunInput; readonly output: Run };
  "accounts.list": {
    readonly input: NoInput;
    readonly output: readonly AccountView[];
  };
  "accounts.add": {
    readonly input: {
      readonly email: string;
      readonly password: string;
      readonly admin: boolean;
    };
    readonly output: AccountView;
  };
  "accounts.set-password": {
    readonly input: { readonly email: string; readonly password: string };
    readonly output: null;
  };
  "api-keys.list": {
    readonly input: NoInput;
    readonly output: readonly ApiKeyView[];
  };
  "api-keys.create": {
    readonly input: { readonly email: string; readonly name: string };
    /** `key` is shown this once. */
    readonly output: { readonly key: string; readonly prefix: string };
  };
  "api-keys.revoke": {
    readonly input: { readonly prefix: string };
    readonly output: null;
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
