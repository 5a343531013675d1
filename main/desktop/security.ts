import type { App, Session, WebContents } from "electron";
import { openInBrowser } from "./open-in-browser.ts";

/** Refuses every permission a page may ask for; Holdall needs only to write to the clipboard. */
export function denyPermissions(session: Session): void {
  const allowed = (permission: string): boolean =>
    permission === "clipboard-sanitized-write";
  session.setPermissionRequestHandler((_contents, permission, answer) => {
    answer(allowed(permission));
  });
  session.setPermissionCheckHandler((_contents, permission) =>
    allowed(permission),
  );
  session.setDevicePermissionHandler(() => false);
}

function confine(contents: WebContents): void {
  contents.on("will-navigate", (event) => {
    event.preventDefault();
  });
  contents.on("will-redirect", (event) => {
    event.preventDefault();
  });
  contents.on("will-frame-navigate", (event) => {
    event.preventDefault();
  });
  contents.on("will-attach-webview", (event) => {
    event.preventDefault();
  });
  contents.setWindowOpenHandler(({ url }) => {
    void openInBrowser(url);
    return { action: "deny" };
  });
}

/** Keeps every page, present or to come, where it was loaded: no navigation, no window, no webview. */
export function confinePages(app: App): void {
  app.on("web-contents-created", (_event, contents) => {
    confine(contents);
  });
}

/**
 * Switches of Chromium and Node that open the application to others or take the page's confinement away. `no-sandbox` is
 * not among them: AppImages are started with it where the system has no user namespaces.
 */
const refusedSwitches = [
  "allow-file-access-from-files",
  "allow-running-insecure-content",
  "disable-site-isolation-trials",
  "disable-web-security",
  "ignore-certificate-errors",
  "inspect",
  "inspect-brk",
  "load-extension",
  "remote-allow-origins",
  "remote-debugging-address",
  "remote-debugging-pipe",
  "remote-debugging-port",
  "unsafely-treat-insecure-origin-as-secure",
];

/**
 * The first switch for developers among those the application was started with; null in a checkout, where they are
 * allowed, and when there is none.
 */
export function developmentSwitch({
  isPackaged,
  commandLine,
}: Pick<App, "isPackaged" | "commandLine">): string | null {
  if (!isPackaged) return null;
  return refusedSwitches.find((name) => commandLine.hasSwitch(name)) ?? null;
}
