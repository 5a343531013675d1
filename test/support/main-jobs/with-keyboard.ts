import type { FileChooser, Locator, Page } from "playwright-core";
import { en } from "../../../renderer/locales/en.ts";
import type { Person } from "./person.ts";

/** How many times somebody presses a key before they give up. */
const patience = 150;

/** What the keys do is asked of the page alone: nothing here moves the focus by itself. */
export function withKeyboard(page: Page): Person {
  const press = (key: string) => page.keyboard.press(key);

  /** Goes with Tab, in the shorter direction, to where the control is. */
  async function reach(control: Locator): Promise<void> {
    await control.waitFor({ timeout: 20_000 });
    const passed: string[] = [];
    for (let step = 0; step < patience;) {
      const where = await control.evaluate((wanted) => {
        const active = document.activeElement;
        if (active === wanted) return { way: "here", keys: 0, name: "" };
        const behind =
          active !== null &&
          (wanted.compareDocumentPosition(active) &
            Node.DOCUMENT_POSITION_FOLLOWING) !==
            0;
        // So many more keys at a time as are needed at least: each question takes as long as a key.
        const stops = [
          ...document.querySelectorAll(
            "a[href], button:enabled, input:enabled, summary, [tabindex='0']",
          ),
        ];
        const places = [active, wanted].map((one) =>
          one === null ? -1 : stops.indexOf(one),
        );
        const [from = -1, to = -1] = places;
        return {
          way: behind ? "Shift+Tab" : "Tab",
          keys:
            from < 0 || to < 0
              ? 1
              : Math.max(1, Math.floor(Math.abs(to - from) / 2)),
          name: `${active?.tagName ?? ""} ${active?.getAttribute("aria-label") ?? active?.textContent.trim().slice(0, 30) ?? ""}`,
        };
      });
      if (where.way === "here") {
        await expectVisibleFocus(control);
        return;
      }
      passed.push(where.name);
      step += where.keys;
      await Promise.all(
        Array.from({ length: where.keys }, () => press(where.way)),
      );
    }
    throw new Error(
      `Tab never came to ${String(control)}, but to ${[...new Set(passed)].join(" | ")}.`,
    );
  }

  /** Presses a key until something has come about. */
  async function until(
    key: string,
    reached: () => Promise<boolean>,
    what: string,
  ): Promise<void> {
    for (let step = 0; step < patience; step += 1) {
      if (await reached()) return;
      await press(key);
    }
    throw new Error(`${key} never came to ${what}.`);
  }

  const isFocused = (control: Locator) =>
    control.evaluate((element) => element === document.activeElement);

  async function order(menu: Locator, what: string): Promise<void> {
    await reach(menu);
    await press("Enter");
    const choice = page.locator(".v-list-item", {
      has: page.getByText(what, { exact: true }),
    });
    try {
      await choice.waitFor({ timeout: 10_000 });
    } catch {
      // What has just changed in the page may have closed it or taken the focus; whoever sees no menu asks once more.
      await reach(menu);
      await press("Enter");
      await choice.waitFor();
    }
    await until("ArrowDown", () => isFocused(choice), what);
    await press("Enter");
  }

  return {
    order,
    async press(control) {
      await reach(control);
      const box = await control.evaluate(
        (element) =>
          element instanceof HTMLInputElement && element.type === "checkbox",
      );
      await press(box ? "Space" : "Enter");
    },
    async write(field, text) {
      await reach(field);
      await press("Control+a");
      await page.keyboard.insertText(text);
    },
    async pick(radio) {
      const name = await radio.getAttribute("name");
      const group = page.locator(`input[type=radio][name="${name ?? ""}"]`);
      // Tab goes to the one that is chosen, and arrows from there.
      await reach(group.and(page.locator(":checked")));
      await until("ArrowRight", () => isFocused(radio), String(radio));
    },
    async choose(list, choice) {
      await reach(list);
      await press("ArrowDown");
      const option = page.getByRole("option", { name: choice, exact: true });
      await option.waitFor();
      await until("ArrowDown", () => isFocused(option), choice);
      await press("Enter");
      await option.waitFor({ state: "hidden" });
    },
    async goTo(tree, line) {
      await reach(tree);
      await press("Home");
      await until(
        "ArrowDown",
        () =>
          tree.evaluate((element, wanted) => {
            const active = document.getElementById(
              element.getAttribute("aria-activedescendant") ?? "",
            );
            return active?.getAttribute("title") === wanted;
          }, line),
        line,
      );
      await press("Enter");
    },
    async search(words) {
      await press("/");
      const field = page.getByRole("searchbox", {
        name: en.collections.search,
      });
      await until("Tab", () => isFocused(field), en.collections.search);
      await page.keyboard.insertText(words);
      await press("Enter");
    },
    async selectAll(table) {
      await reach(table);
      await press("Control+a");
    },
    async bring(paths) {
      const asked = page.waitForEvent("filechooser");
      await order(
        page.getByRole("button", { name: en.import.button, exact: true }),
        en.import.chooseFiles,
      );
      await give(await asked, paths);
    },
  };
}

/**
 * Chooses files as the browser's own chooser does: as files that lie somewhere, which an application is told, and not as
 * bytes that are handed over.
 */
async function give(
  chooser: FileChooser,
  paths: readonly string[],
): Promise<void> {
  const input = chooser.element();
  await input.evaluate((element) => {
    if (element instanceof Element) element.setAttribute("data-chooses", "");
  });
  const devTools = await chooser.page().context().newCDPSession(chooser.page());
  const { root } = await devTools.send("DOM.getDocument");
  const { nodeId } = await devTools.send("DOM.querySelector", {
    nodeId: root.nodeId,
    selector: "[data-chooses]",
  });
  await devTools.send("DOM.setFileInputFiles", { nodeId, files: [...paths] });
  await devTools.detach();
}

/** Whoever cannot see where they are cannot go on. */
async function expectVisibleFocus(control: Locator): Promise<void> {
  const shown = await control.evaluate((element) => {
    const outlined = (one: Element): boolean => {
      const { outlineStyle, outlineWidth } = getComputedStyle(one);
      return outlineStyle !== "none" && parseFloat(outlineWidth) > 0;
    };
    // A field, a box and a switch show it by what is drawn around them.
    return (
      outlined(element) ||
      element.closest(
        ".v-field--focused, .v-selection-control--focus-visible, h1, h2",
      ) !== null
    );
  });
  if (!shown) throw new Error(`${String(control)} does not show its focus.`);
}
