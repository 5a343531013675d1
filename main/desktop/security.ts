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
