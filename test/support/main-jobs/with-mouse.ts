import type { Page } from "playwright-core";
import { en } from "../../../renderer/locales/en.ts";
import { dropFiles } from "../../desktop/driver/drop-files.ts";
import type { Person } from "./person.ts";

/** Does everything with a mouse that can be done with one, and touches the keys only to write words. */
export function withMouse(page: Page): Person {
  const write: Person["write"] = async (field, text) => {
    await field.click();
    await field.fill(text);
  };
  return {
    press: (control) => control.click(),
    write,
    pick: (radio) => radio.click(),
    async choose(list, choice) {
      // Its input lies below what it shows.
      await list
        .locator("xpath=ancestor::*[contains(@class, 'v-field ')][1]")
        .click();
      await page.getByRole("option", { name: choice, exact: true }).click();
    },
    async order(menu, what) {
      await menu.click();
      await page.getByText(what, { exact: true }).click();
    },
    goTo: (tree, line) => tree.getByText(line, { exact: true }).click(),
    search: (words) =>
      write(
        page.getByRole("searchbox", { name: en.collections.search }),
        words,
      ),
    selectAll: (table) =>
      table.getByRole("button", { name: en.selection.everything }).click(),
    bring: (paths) => dropFiles(page, paths),
  };
}
