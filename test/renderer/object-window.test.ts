import { describe, expect, test } from "vitest";
import { png, useItemWindow } from "../support/item-window.ts";
import {
  accessibilityFaults,
  overflow,
  picture,
  useWindows,
} from "../support/open-window.ts";

/** Something that waits until it is let go. */
function hold() {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  return {
    held: promise,
    release: () => {
      resolve(undefined);
    },
  };
}

/** What an item is besides its metadata, changed in a browser. */
describe("an item in the window", () => {
  const windows = useWindows();
  const { enter, place, dialogOf, choose, paperPlace } = useItemWindow(windows);

  test("an embargo is set for an item and all its files, told in words, and taken back", async () => {
    const page = await enter(place());
    const rights = page.getByRole("button", {
      name: "Rights of Letter from the keeper …",
    });
    await rights.click();
    const dialog = dialogOf(page);
    const right = dialog.getByRole("group", { name: /^Everybody may read/u });
    await right.getByLabel("From").fill("2999-05-17");
    await right.getByLabel("Reason").fill("Until the book is out");
    await right.getByText("Embargo", { exact: true }).waitFor();
    await dialog.getByRole("button", { name: "Add a right" }).click();
    await dialog.getByRole("button", { name: "Save" }).click();
    await dialog.getByText("Choose a group or a person.").waitFor();
    // A person is found by what they are called, and chosen by keyboard.
    const whom = dialog.getByRole("combobox", { name: "Who" }).last();
    // So is a group by what the list calls it.
    await whom.fill("every");
    await page.getByRole("option", { name: "Everybody" }).waitFor();
    await whom.fill("ada");
    await page.getByRole("option", { name: "ada@example.org" }).waitFor();
    await whom.press("Enter");
    await dialog
      .getByRole("group", { name: "ada@example.org may read" })
      .waitFor();
    await dialog.getByLabel("Let the same read all of its 7").check();
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    await picture(page, "rights");
    await dialog.getByRole("button", { name: "Save" }).click();
    await page.getByText("The rights are saved.").waitFor();
    const told = page.locator(".policies li", {
      hasText: "Everybody may read",
    });
    await expect.poll(() => told.count()).toBe(7);
    await expect
      .poll(() => page.locator(".policies .mark").allTextContents())
      .toEqual(Array<string>(7).fill("Embargo"));
    await page.getByRole("button", { name: "Undo" }).click();
    await expect.poll(() => page.locator(".policies .mark").count()).toBe(0);
  });

  test("relations are added, ordered and taken away, and versions lead to each other", async () => {
    const page = await enter(paperPlace());
    const relations = page.locator("[data-relation] .name");
    const others = () => relations.allInnerTexts();
    await expect.poll(others).toEqual(["Ness, Ole", "Fyr, Eva"]);
    await page.route("**/relations.place", (route) => route.abort(), {
      times: 1,
    });
    await page
      .getByRole("button", { name: "Move up: Fyr, Eva" })
      .press("Enter");
    // What failed is tried again where that is told.
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByText("Fyr, Eva is number 1 of 2.").waitFor();
    await expect.poll(others).toEqual(["Fyr, Eva", "Ness, Ole"]);
    await page.getByRole("button", { name: "Add …", exact: true }).click();
    const dialog = dialogOf(page);
    const kind = dialog.getByRole("combobox", { name: "Kind of relation" });
    await kind.focus();
    await page.keyboard.press("ArrowDown");
    await page
      .getByRole("option", { name: "isAuthorOfPublication (Person)" })
      .click();
    const other = dialog.getByRole("combobox", { name: "Which item" });
    await other.fill("ida");
    await page.getByRole("option", { name: /^Lykt, Ida/u }).waitFor();
    await expect.poll(() => page.getByRole("option").count()).toBe(1);
    expect(await accessibilityFaults(page)).toEqual([]);
    await picture(page, "relation-picker");
    await other.press("Enter");
    await dialog.getByRole("button", { name: "Add" }).click();
    await page.getByText("It is related to Lykt, Ida.").waitFor();
    await expect.poll(others).toEqual(["Fyr, Eva", "Ness, Ole", "Lykt, Ida"]);
    await page
      .getByRole("button", { name: "Remove: Ness, Ole" })
      .press("Enter");
    await expect.poll(others).toEqual(["Fyr, Eva", "Lykt, Ida"]);
    // Who goes on by keyboard is at the next one.
    await expect
      .poll(() =>
        page
          .getByRole("button", { name: "Remove: Lykt, Ida" })
          .evaluate((one) => one === document.activeElement),
      )
      .toBe(true);
    // An undo that fails leaves the item in sight, and can be repeated.
    await page.route("**/relations.add", (route) => route.abort(), {
      times: 1,
    });
    const undo = page.getByRole("button", { name: "Undo" });
    await undo.click();
    await page.locator("aside [role=alert]").waitFor();
    expect(await others()).toEqual(["Fyr, Eva", "Lykt, Ida"]);
    await undo.click();
    await expect.poll(others).toEqual(["Fyr, Eva", "Ness, Ole", "Lykt, Ida"]);
    expect(await page.locator("aside [role=alert]").count()).toBe(0);
    expect(await accessibilityFaults(page)).toEqual([]);
    await picture(page, "relations-and-versions");

    await page.getByText("Plates added").first().waitFor();
    const first = page.getByRole("link", { name: "Version 1", exact: true });
    // What leads elsewhere is not called the current page.
    expect(await page.locator("aside a[aria-current]").count()).toBe(0);
    await first.click();
    await page.getByText("Version 1 (this one)").waitFor();
    await page.getByRole("link", { name: "Version 2", exact: true }).click();
    await page.getByText("Version 2 (this one)").waitFor();

    // Who has gone elsewhere while it was done is not offered to take it back there.
    const { held, release } = hold();
    await page.route("**/relations.place", async (route) => {
      await held;
      await route.continue();
    });
    const placing = page.waitForRequest("**/relations.place");
    await page
      .getByRole("button", { name: "Move down: Fyr, Eva" })
      .press("Enter");
    await placing;
    await page.getByRole("link", { name: "Ness, Ole" }).press("Enter");
    const name = page.getByRole("heading", { level: 2, name: "Ness, Ole" });
    await name.waitFor();
    await expect
      .poll(() => name.evaluate((one) => one === document.activeElement))
      .toBe(true);
    const placed = page.waitForResponse("**/relations.place");
    const told = page.waitForResponse("**/relations.of");
    release();
    await placed;
    await (await told).finished();
    await page.evaluate(
      () => new Promise((done) => requestAnimationFrame(done)),
    );
    expect(await undo.count()).toBe(0);
    // The browser writes what was not let through to its console.
    windows.complaints.length = 0;
  });

  test("a relation to what somebody may not read is told and parted, though not from what", async () => {
    const page = await enter(paperPlace());
    const relations = page.locator("[data-relation]");
    await expect.poll(() => relations.count()).toBe(3);
    const closed = Number(
      await relations.first().getAttribute("data-relation"),
    );
    await page.route("**/relations.of", async (route) => {
      const answer = await route.fetch();
      const reply = (await answer.json()) as {
        value: { items: { id: number; other: object | null }[] };
      };
      const [one] = reply.value.items;
      if (one?.id === closed) one.other = null;
      await route.fulfill({ response: answer, json: reply });
    });
    await page.reload();
    await relations.getByText("An item you may not read").waitFor();
    await expect.poll(() => relations.locator("a").count()).toBe(2);
    await page
      .getByRole("button", { name: "Remove: An item you may not read" })
      .press("Enter");
    const dialog = dialogOf(page);
    await dialog.getByText("It cannot be taken back.").waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await picture(page, "relation-closed");
    await dialog.getByRole("button", { name: "Delete" }).click();
    await expect.poll(() => relations.count()).toBe(2);
    expect(await page.getByRole("button", { name: "Undo" }).count()).toBe(0);
    await expect.poll(() => relations.locator("a").count()).toBe(2);
    await page.unrouteAll({ behavior: "ignoreErrors" });
  });

  test("files are ordered by keyboard and by dragging, named, made the main one, and taken elsewhere", async () => {
    const page = await enter(place());
    const original = page.getByRole("region", { name: "Bundle ORIGINAL" });
    const names = () => original.locator("summary .name").allInnerTexts();
    const entry = (name: string) =>
      page.locator("summary", { has: page.getByText(name, { exact: true }) });
    const was = await original
      .locator("summary .name")
      .first()
      .waitFor()
      .then(names);
    const [first = "", second = "", third = ""] = was;
    await entry(second).focus();
    await page.keyboard.press("Alt+ArrowUp");
    await page
      .getByText(`${second} is number 1 of 6 in ORIGINAL.`, { exact: true })
      .waitFor();
    await expect
      .poll(async () => (await names()).slice(0, 3))
      .toEqual([second, first, third]);
    // Who goes on by keyboard finds the focus where it was.
    await expect
      .poll(() =>
        entry(second).evaluate((one) => one === document.activeElement),
      )
      .toBe(true);
    await page.getByRole("button", { name: "Undo" }).click();
    await expect.poll(names).toEqual(was);
    await entry(first).dragTo(entry(third), {
      targetPosition: { x: 9, y: 30 },
    });
    await expect
      .poll(async () => (await names()).slice(0, 3))
      .toEqual([second, third, first]);

    await choose(page, "Add a bundle …");
    const dialog = dialogOf(page);
    await dialog.getByLabel("Name of the bundle").fill("NOTES");
    expect(await accessibilityFaults(page)).toEqual([]);
    // Who confirms twice adds one.
    let creations = 0;
    page.on("request", (request) => {
      if (request.url().endsWith("/bundles.create")) creations += 1;
    });
    await dialog.locator("form").evaluate((form) => {
      (form as HTMLFormElement).requestSubmit();
      (form as HTMLFormElement).requestSubmit();
    });
    const notes = page.getByRole("region", { name: "Bundle NOTES" });
    await notes.waitFor();
    expect(creations).toBe(1);
    const deeds = async (name: string, what: string) => {
      // A dialog that is still going gives the focus back at its end, which closes a menu.
      await dialog.waitFor({ state: "hidden" });
      await page.getByRole("button", { name: `Change ${name}` }).click();
      await page.getByText(what, { exact: true }).click();
    };
    await entry(first).click();
    // An answer that comes after a later one does not put back what has changed since.
    const early = hold();
    const read = hold();
    await page.route(
      "**/items.get",
      async (route) => {
        const response = await route.fetch();
        read.release();
        await early.held;
        await route.fulfill({ response });
      },
      { times: 1 },
    );
    await deeds(first, "Make it the primary file");
    await page.getByText(`${first} is the primary file.`).waitFor();
    await read.held;
    await deeds(first, "Name, description, format …");
    // The focus comes to the name when the dialog is in sight, and not while somebody types elsewhere.
    await dialog.locator("input:focus").waitFor();
    await dialog.getByLabel("Name").fill("notes.txt");
    await dialog.getByLabel("Description").fill("Of the keeper");
    expect(await accessibilityFaults(page)).toEqual([]);
    await picture(page, "file-description");
    await dialog.getByRole("button", { name: "Save" }).click();
    await page.getByText("Of the keeper").waitFor();
    const late = page.waitForEvent("requestfinished", (request) =>
      request.url().endsWith("/items.get"),
    );
    early.release();
    await late;
    await page.evaluate(
      () => new Promise((done) => requestAnimationFrame(done)),
    );
    await page.getByText("Of the keeper").waitFor();
    await deeds("notes.txt", "To the bundle NOTES");
    await notes.getByText("notes.txt", { exact: true }).waitFor();
    await entry("notes.txt").click();
    await deeds("notes.txt", "Replace …");
    await dialog.locator("input[type=file]").setInputFiles({
      name: "better.txt",
      mimeType: "text/plain",
      buffer: Buffer.from("better"),
    });
    // What is sent is taken in, and cannot be cancelled any more.
    const { held, release } = hold();
    await page.route("**/files.replace", async (route) => {
      await held;
      await route.continue();
    });
    await dialog.getByRole("button", { name: "Replace" }).click();
    await expect
      .poll(() => dialog.getByRole("button", { name: "Cancel" }).isDisabled())
      .toBe(true);
    release();
    await notes.getByText("better.txt", { exact: true }).waitFor();
    await page.getByText("notes.txt is replaced.").waitFor();
    await page.getByRole("button", { name: "Undo" }).click();
    await notes.getByText("notes.txt", { exact: true }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await picture(page, "file-order");
    await page
      .getByRole("button", { name: "Delete the bundle NOTES …" })
      .click();
    await dialog.getByText(`1 file, ${String(png.length)} bytes`).waitFor();
    // Who has confirmed it is not told that it could be cancelled still.
    const removal = hold();
    await page.route("**/bundles.remove", async (route) => {
      await removal.held;
      await route.continue();
    });
    await dialog.getByRole("button", { name: "Delete" }).click();
    await expect
      .poll(() => dialog.getByRole("button", { name: "Cancel" }).isDisabled())
      .toBe(true);
    removal.release();
    await notes.waitFor({ state: "detached" });
  });
});
