import type { SelectionInput } from "../../../preload/contract.ts";

/** One thing that an export dialog offers to pack. */
export interface ExportChoice {
  /** In words, ready to be shown. */
  readonly label: string;
  readonly input: SelectionInput;
}
