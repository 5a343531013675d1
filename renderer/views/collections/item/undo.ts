/** A change that has been made, and how it is taken back. */
export interface Undo {
  /** What was done, in words. */
  readonly words: string;
  undo(): Promise<unknown>;
  /** The file that was taken elsewhere, where there is one: who did so by keyboard goes on from there. */
  readonly file?: number;
}
