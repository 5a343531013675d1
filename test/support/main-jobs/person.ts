import type { Locator } from "playwright-core";

/** What a person does at the window, with whatever their hands are on. */
export interface Person {
  /** Presses a button, follows a link, unfolds what is folded, or switches a box. */
  press(control: Locator): Promise<void>;
  /** Writes into a field, in place of what stands in it. */
  write(field: Locator, text: string): Promise<void>;
  /** Takes one of several choices that stand beside each other. */
  pick(radio: Locator): Promise<void>;
  /** Takes one of a list that opens. */
  choose(list: Locator, choice: string): Promise<void>;
  /** Opens a menu, and takes what it offers. */
  order(menu: Locator, what: string): Promise<void>;
  /** Chooses a line of the tree. */
  goTo(tree: Locator, line: string): Promise<void>;
  /** Types into the search of the catalog. */
  search(words: string): Promise<void>;
  /** Selects every row of the table. */
  selectAll(table: Locator): Promise<void>;
  /** Brings files from outside, by whatever way there is. */
  bring(paths: readonly string[]): Promise<void>;
}
