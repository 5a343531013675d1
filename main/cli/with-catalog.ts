import type { Application } from "../compose.ts";
import type { Output } from "./output.ts";

/** What a command does with the catalog; where it tells an exit code, the program ends with that. */
export type CatalogAction =
  | ((application: Application, output: Output) => Promise<number>)
  | ((application: Application, output: Output) => Promise<void>);

/** Opens the catalog for a command, and closes it afterwards. */
export type WithCatalog = (action: CatalogAction) => Promise<void>;
