import type { Problem } from "../../domain/run.ts";

/** Why an item cannot be taken. */
export interface Refusal {
  readonly code: string;
  /** Name of the file within the item folder. */
  readonly file?: string;
  readonly line?: number;
  readonly message: string;
  /** What the person can do about it, one sentence. */
  readonly remedy?: string;
}

/** Thrown while an item is read; ends this item, not the run. */
export class ItemRefusal extends Error {
  override readonly name = "ItemRefusal";
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.message);
    this.refusal = refusal;
  }
}

/** A problem of an item; `file` is its name within the item folder. */
export type ItemNote = Omit<Problem, "object">;

/** Takes problems of one item. */
export type ItemReport = (note: ItemNote) => void;
