import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import type { ErrorView } from "../../main/domain/errors.ts";
import {
  accessibilityFaults,
  overflow,
  picture,
  useWindows,
} from "../support/open-window.ts";

const windows = useWindows();
/** A slow machine is no failure. */
const soon = { timeout: 20_000 };
const fault: ErrorView = {
  code: "catalog.busy",
  kind: "unavailable",
  message: "The catalog is busy.",
};
const unread = { "news.get": fault };
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => document.activeElement?.textContent.trim() ?? "");

test("what is left over is shown before it is removed, rules say what they would cost, and mail is tried", async () => {
  const page = await windows.open(
    {
      items: 54,
      failing: unread,
    },
    { at: "#/settings" },
  );
  const asked = (name: string) =>
    page.evaluate(
      (wanted) =>
        window.stub.calls
          .filter((call) => call.name === wanted)
          .map(({ input }) => input),
      name,
    );
  const answersTake = (delay: number) =>
    page.evaluate((milliseconds) => {
      window.stub.options = { ...window.stub.options, delay: milliseconds };
    }, delay);

  const storage = page.getByRole("region", { name: "Storage" });
  await storage.getByRole("button", { name: "Measure" }).click();
  await storage.getByRole("rowheader", { name: "Catalog" }).waitFor();
  expect(await storage.getByRole("row").allInnerTexts()).toEqual([
    "Part\tFiles\tSize",
    "Catalog\t3\t48.2 MB",
    "Contents of files\t250\t2.41 GB",
    "Archives of exports\t12\t610 MB",
    "Logs\t4\t1.2 MB",
    "The window’s own\t40\t9 MB",
    "Other\t1\t80 kB",
    "Together\t310\t3.08 GB",
  ]);
  await storage.getByRole("button", { name: "Clean up" }).click();
  const cleaning = page.getByRole("dialog", { name: "Clean the data folder" });
  await cleaning.getByText("7 files, 84 MB").waitFor();
  expect(await asked("storage.clean")).toEqual([]);
  expect(await accessibilityFaults(page)).toEqual([]);
  await picture(page, "settings-cleaning");
  await cleaning.getByRole("button", { name: "Remove it" }).click();
  await storage.getByText("7 files removed, 84 MB free again.").waitFor();
  await storage.getByText("Nothing is left over.").waitFor();

  const rules = page.getByRole("region", {
    name: "What new saved exports keep",
  });
  const keep = rules.getByRole("spinbutton", { name: "Archives to keep" });
  await keep.fill("0");
  await rules.getByText("A whole number from 1 on").waitFor();
  expect(await keep.inputValue()).toBe("0");
  await keep.fill("3");
  await rules.getByRole("button", { name: "Go on" }).click();
  const sure = page.getByRole("dialog", { name: /^Keep archives/u });
  await sure.getByText("2 saved exports have other rules.").waitFor();
  await sure.getByLabel("Give these rules to all").check();
  await sure
    .getByText("2 archives would be removed at once (122 MB).")
    .waitFor();
  await sure.getByText("Nightly copy: 2 archives").waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await picture(page, "settings-retention");
  const saveAll = sure.getByRole("button", {
    name: "Save, and remove archives",
  });
  const fails = (failing: Record<string, ErrorView>) =>
    page.evaluate((those) => {
      window.stub.options = { ...window.stub.options, failing: those };
    }, failing);
  await fails({ ...unread, "retention-default.set": fault });
  await saveAll.click();
  await sure.getByText(fault.message).waitFor();
  await fails(unread);
  await saveAll.click();
  await rules.getByText("The rules are saved.").waitFor();
  expect((await asked("retention-default.set")).at(-1)).toEqual({
    retention: { keepLast: 3, keepDays: null },
    everywhere: true,
  });

  const mail = page.getByRole("region", { name: "Mail server" });
  await mail.getByLabel("Server", { exact: true }).fill("mail.example.org");
  await mail.getByLabel("Sender").fill("holdall@example.org");
  await mail.getByLabel("Login", { exact: true }).fill("holdall");
  await mail.getByLabel("Password").fill("seven words");
  await mail.getByRole("button", { name: "Save the mail server" }).click();
  await mail.getByText("The mail server is saved.").waitFor();
  await mail.getByLabel("Send the test message to").fill("ada@example.org");
  await mail.getByRole("button", { name: "Send a test message" }).click();
  await mail.getByText("has taken the message to ada@example.org").waitFor();
  expect(await asked("mail.set")).toEqual([
    {
      mail: {
        server: "smtps://mail.example.org:465",
        from: "holdall@example.org",
        login: "holdall",
      },
      password: "seven words",
    },
  ]);
  expect(await mail.getByLabel("Password").inputValue()).toBe("");
  await mail.getByLabel("Encryption").press("ArrowDown");
  await page.getByRole("option", { name: /STARTTLS/u }).click();
  expect(await mail.getByLabel("Port").inputValue()).toBe("587");
  expect(
    await mail
      .getByRole("button", { name: "Send a test message" })
      .isDisabled(),
  ).toBe(true);

  // What is typed while the form is on its way stays.
  await answersTake(100);
  await mail.getByRole("button", { name: "Save the mail server" }).click();
  await mail.getByLabel("Sender").fill("keeper@example.org");
  await mail.getByText("The mail server is saved.").waitFor();
  expect(await mail.getByLabel("Sender").inputValue()).toBe(
    "keeper@example.org",
  );
  await answersTake(0);

  // Its password goes too: nobody loses it by one press.
  const remove = mail.getByRole("button", { name: "Send no e-mails any more" });
  await remove.click();
  const removing = page.getByRole("dialog", {
    name: "Send no e-mails any more?",
  });
  await removing.getByText("smtp://mail.example.org:587").waitFor();
  expect((await asked("mail.set")).length).toBe(2);
  await removing.getByRole("button", { name: "Delete" }).click();
  await mail.getByText("No e-mails are sent any more.").waitFor();
  await expect.poll(() => focused(page), soon).toBe("Settings");

  // Nobody changes a choice that is not known.
  const choice = page.getByRole("region", { name: "Notifications" });
  const box = (kind: string) =>
    choice.getByRole("checkbox", { name: `${kind}: in this window` });
  expect(await box("What has failed").isDisabled()).toBe(true);
  await page.evaluate(() => {
    window.stub.options = { ...window.stub.options, failing: {} };
  });
  await choice.getByRole("button", { name: "Try again" }).click();
  await expect.poll(() => box("What has failed").isEnabled(), soon).toBe(true);
  // Two quick clicks are two choices.
  await answersTake(50);
  await choice.evaluate((region) => {
    for (const name of ["What has failed", "What has ended well"])
      region
        .querySelector<HTMLElement>(`[aria-label="${name}: in this window"]`)
        ?.click();
  });
  await expect
    .poll(async () => (await asked("news.set")).at(-1), soon)
    .toMatchObject({ window: ["missed", "attention", "finished"] });
  expect(await box("What has failed").isChecked()).toBe(false);
  expect(await box("What has ended well").isChecked()).toBe(true);
});

test("news are shown as text where somebody wants them, and a newer release is a quiet note", async () => {
  const page = await windows.open({ items: 54 }, { at: "#/settings" });
  const news = page.getByRole("region", { name: "News", exact: true });
  const inform = (kind: "finished" | "failed" | "missed") =>
    page.evaluate((told) => {
      window.stub.inform({
        kind: told,
        event:
          told === "finished"
            ? "export.finished"
            : told === "failed"
              ? "export.failed"
              : "schedule.passed-over",
        title: `${told} copy`,
        reason: told === "finished" ? null : "The run before was still going.",
        run: told === "missed" ? null : 8,
        definition: 101,
      });
    }, kind);
  await page.getByRole("heading", { level: 1 }).waitFor();
  await inform("finished");
  await inform("missed");
  await news.getByText("Export was passed over:").waitFor();
  const said = page.locator(".unseen[aria-atomic]");
  await expect
    .poll(() => said.innerText(), soon)
    .toBe(
      "Export was passed over: missed copy. The run before was still going.",
    );
  expect(await news.getByText("finished copy").count()).toBe(0);
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.setViewportSize({ width: 390, height: 800 });
  expect(await overflow(page)).toBeLessThanOrEqual(0);
  await picture(page, "settings-news-390");
  await page.setViewportSize({ width: 1280, height: 800 });
  await news.getByRole("button", { name: "Close" }).click();
  await news.waitFor({ state: "detached" });
  await expect.poll(() => focused(page), soon).toBe("Settings");

  const choice = page.getByRole("region", { name: "Notifications" });
  await choice
    .getByRole("checkbox", { name: "What has failed: in this window" })
    .uncheck();
  await choice
    .getByRole("checkbox", { name: "What has ended well: in this window" })
    .check();
  await inform("failed");
  await inform("finished");
  await news.getByText("finished copy").waitFor();
  expect(await news.getByText("failed copy").count()).toBe(0);
  await news.getByRole("link", { name: "Show" }).click();
  await page.waitForURL(/exports\/8$/u);

  await page.goto(page.url().replace(/#.*/u, "#/settings"));
  const about = page.getByRole("region", { name: "About" });
  expect(await page.getByText("Holdall 0.2.0 is there").count()).toBe(0);
  await about.getByLabel("Address of the list").fill("https://example.org/r");
  await about.getByLabel("Look once a day").check();
  await about.getByRole("button", { name: "Save" }).click();
  await about.getByText("The choice is saved.").waitFor();
  await about.getByRole("button", { name: "Look now" }).click();
  await about.getByText("Version 0.2.0 is there.").waitFor();
  expect(
    await about.getByRole("link", { name: "What is new" }).getAttribute("href"),
  ).toBe("https://example.org/holdall/0.2.0");
  await page.getByText("Holdall 0.2.0 is there; this is 0.1.0.").waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
});
