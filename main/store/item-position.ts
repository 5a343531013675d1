/** Where an item stands in an order: its sort key and, among equal ones, its id. */
export interface Position {
  readonly key: string | number;
  readonly id: number;
}

/** A part of a walk; the next one goes on at `end`, null when there is nothing more. */
export interface Step {
  readonly positions: readonly Position[];
  readonly end: Position | null;
}
