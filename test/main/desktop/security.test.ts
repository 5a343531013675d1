import { EventEmitter } from "node:events";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { openInBrowser } from "../../../main/desktop/open-in-browser.ts";
import {
  confinePages,
  denyPermissions,
  developmentSwitch,
} from "../../../main/desktop/security.ts";
import { Session, WebContents, opened } from "../../support/electron.ts";

beforeEach(() => {
  opened.length = 0;
});

test.each([
  "camera",
  "microphone",
  "media",
  "geolocation",
  "notifications",
  "midi",
  "hid",
  "serial",
  "usb",
  "openExternal",
  "clipboard-read",
  "fullscreen",
  "fileSystem",
])("the permission %s is refused, asked for or checked", (permission) => {
  const session = new Session();
  denyPermissions(session as never);
  const answer = vi.fn();
  session.request?.(null, permission, answer);
  expect(answer.mock.calls).toEqual([[false]]);
  expect(session.check?.(null, permission)).toBe(false);
  expect(session.device?.()).toBe(false);
});

describe("a page stays where it was loaded", () => {
  function confined(): WebContents {
    const app = new EventEmitter();
    confinePages(app as never);
    const contents = new WebContents();
    app.emit("web-contents-created", {}, contents);
    return contents;
  }

  test.each([
    "will-navigate",
    "will-redirect",
    "will-frame-navigate",
    "will-attach-webview",
  ])("%s is prevented", (name) => {
    const preventDefault = vi.fn();
    expect(confined().emit(name, { preventDefault })).toBe(true);
    expect(preventDefault).toHaveBeenCalledOnce();
  });

  test("no window is opened; an address on the web goes to the browser", () => {
    const contents = confined();
    expect(
      contents.windowOpenHandler?.({ url: "https://example.org/a" }),
    ).toEqual({
      action: "deny",
    });
    expect(contents.windowOpenHandler?.({ url: "file:///etc/passwd" })).toEqual(
      { action: "deny" },
    );
    expect(opened).toEqual(["https://example.org/a"]);
  });
});

test.each([
  "https://example.org/",
  "http://localhost:8460/x",
  "mailto:ada@example.org",
])("%s is opened", async (address) => {
  expect(await openInBrowser(address)).toBe(true);
  expect(opened).toEqual([address]);
});

test.each([
  "file:///etc/passwd",
  "smb://server/share",
  "javascript:alert(1)",
  "data:text/html,x",
  "app://holdall/index.html",
  "ms-msdt:/id",
  "https://ada:secret@example.org/",
  " not an address",
  "",
])("%s is not opened", async (address) => {
  expect(await openInBrowser(address)).toBe(false);
  expect(opened).toEqual([]);
});

describe("switches for developers", () => {
  const start = (isPackaged: boolean, ...given: string[]) =>
    developmentSwitch({
      isPackaged,
      commandLine: {
        hasSwitch: (name: string) => given.includes(name),
      } as never,
    });

  test.each(["remote-debugging-port", "inspect", "disable-web-security"])(
    "--%s is refused where Holdall is installed",
    (name) => {
      expect(start(true, "lang", name)).toBe(name);
      expect(start(false, name)).toBe(null);
    },
  );

  test("others are not", () => {
    expect(start(true, "lang", "force-dark-mode")).toBe(null);
  });
});
