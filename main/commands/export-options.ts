import type { ExportOptions } from "../domain/run.ts";

/** The options of an export that a person asks for: what not everybody may read stays at home unless it is asked for. */
export function carefulOptions(options: ExportOptions): ExportOptions {
  return { restricted: "leave-out", ...options };
}
