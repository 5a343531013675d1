import type { Run } from "../../main/domain/run.ts";
import type { NoInput, ImportInput } from "../shapes.ts";

/** Imports that are asked for once. */
export interface ImportCommands {
  /** Imports the sample collection that comes with the application. */
  "imports.sample": { readonly input: NoInput; readonly output: Run };
  "imports.create": { readonly input: ImportInput; readonly output: Run };
}
