import type { Corpora } from "./corpora.ts";
import type { DataFolders } from "./data-folders.ts";
import type { Figures } from "./figures.ts";
import type { BenchOptions } from "./options.ts";
import type { Rates } from "./rates.ts";
import type { Peers } from "./tools.ts";
import type { Workshop } from "./workshop.ts";

/** What every part of the benchmark works with. */
export interface BenchContext {
  readonly options: BenchOptions;
  readonly workshop: Workshop;
  readonly corpora: Corpora;
  readonly dataFolders: DataFolders;
  readonly peers: Peers;
  readonly figures: Figures;
  readonly rates: Rates;
  /** Enters what was measured for a target; null means that it could not be measured. */
  result(target: string, value: number | null): void;
  /** Adds a sentence to the report. */
  note(text: string): void;
}
