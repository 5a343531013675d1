import { expect, test } from "vitest";
import {
  accessibilityFaults,
  overflow,
  picture,
  useWindows,
} from "../support/open-window.ts";

const windows = useWindows();

test("what is left over is shown before it is removed, rules say what they would cost, and mail is tried", async () => {
  const page = await windows.open({ items: 54 }, { at: "#/settings" });
  const asked = (name: string) =>
    page.evaluate(
      (wanted) =>
        window.stub.calls
          .filter((call) => call.name === wanted)
          .map(({ input }) => input),
      name,
    );

  const storage = page.getByRole("region", { name: "Storage" });
  await storage.getByRole("button", { name: "Measure" }).click();
  await storage.getByRole("rowheader", { name: "Catalog" }).waitFor();
  expect(await storage.getByRole("row").allInnerTexts()).toEqual([
    "Part\tFiles\tSize",
    "Catalog\t3\t48.2 MB",
    "Contents of files\t250\t2.41 GB",
    "Archives of exports\t12\t610 MB",
    "Logs\t4\t1.2 MB",
    "The window's own\t40\t9 MB",
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
  await storage.getByText("7 files removed, 84 MB are free again.").waitFor();
  await storage.getByText("Nothing is left over.").waitFor();

  const rules = page.getByRole("region", {
    name: "What new saved exports keep",
  });
  await rules.getByRole("spinbutton", { name: "Archives to keep" }).fill("3");
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
  await sure.getByRole("button", { name: "Save, and remove archives" }).click();
  await rules.getByText("The rules are saved.").waitFor();
  expect(await asked("retention-default.set")).toEqual([
    { retention: { keepLast: 3, keepDays: null }, everywhere: true },
  ]);

  const mail = page.getByRole("region", { name: "Mail server" });
  await mail.getByLabel("Server", { exact: true }).fill("mail.example.org");
  await mail.getByLabel("Sender").fill("holdall@example.org");
  await mail.getByLabel("Log-in name").fill("holdall");
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
  expect(await news.getByText("finished copy").count()).toBe(0);
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.setViewportSize({ width: 390, height: 800 });
  expect(await overflow(page)).toBeLessThanOrEqual(0);
  await picture(page, "settings-news-390");
  await page.setViewportSize({ width: 1280, height: 800 });
  await news.getByRole("button", { name: "Close" }).click();
  await news.waitFor({ state: "detached" });

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
  await page.waitForURL(/exports\?run=8/u);

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
