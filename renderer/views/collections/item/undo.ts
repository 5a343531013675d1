/** A change that has been made, and how it is taken back. */
export interface Undo {
  /** What was done, in words. */
  readonly words: string;
  undo(): Promise<unknown>;
}
