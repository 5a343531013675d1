import type { TSchema } from "typebox";
import type { Accounts } from "../core/accounts.ts";
import type { Exports } from "../core/exports.ts";
import type { Imports } from "../core/imports.ts";
import type {
  About,
  CatalogSummary,
  CommandName,
  Commands,
  ContainerView,
} from "../../preload/contract.ts";
import type { Problem, Run } from "../domain/run.ts";

/** What commands work with. */
export interface CommandContext {
  readonly about: About;
  readonly accounts: Accounts;
  readonly exports: Exports;
  readonly imports: Imports;
  readonly runs: {
    get(id: number): Run | null;
    list(limit: number, before?: number): readonly Run[];
    problems(id: number, limit: number): Iterable<Problem>;
    cancel(id: number): Promise<void>;
  };
  readonly catalog: {
    summary(): CatalogSummary;
    communities(): readonly ContainerView[];
    collections(): readonly ContainerView[];
  };
}

/** Who may call a command: everyone who is signed in, or administrators. */
export type Caller = "user" | "administrator";

/** A verb of the product, served over IPC, over HTTP and to the CLI alike. */
export interface Command<Input, Output> {
  readonly who: Caller;
  /** What the input must look like; checked before the handler sees it. */
  readonly input: TSchema;
  handler(context: CommandContext, input: Input): Output | Promise<Output>;
}

/** One command for each name of the contract: neither more nor fewer compile. */
export type CommandTable = {
  readonly [Name in CommandName]: Command<
    Commands[Name]["input"],
    Commands[Name]["output"]
  >;
};
