import { protocol } from "./protocol.ts";

type Answer = (granted: boolean) => void;
type RequestHandler = (
  contents: unknown,
  permission: string,
  answer: Answer,
  details: object,
) => void;
type CheckHandler = (
  contents: unknown,
  permission: string,
  origin: string,
  details: object,
) => boolean;

/** What Electron calls a permission, and what Chromium's protocol does. */
const permissions: readonly (readonly [electron: string, chromium: string])[] =
  [
    ["geolocation", "geolocation"],
    ["notifications", "notifications"],
    ["media", "camera"],
    ["media", "microphone"],
    ["midi", "midi"],
    ["clipboard-read", "clipboard-read"],
    ["clipboard-sanitized-write", "clipboard-write"],
    ["idle-detection", "idle-detection"],
    ["persistent-storage", "persistent-storage"],
    ["window-management", "window-management"],
    ["local-fonts", "local-fonts"],
  ];

export class Session {
  readonly protocol = protocol;
  #request: RequestHandler | null = null;
  #check: CheckHandler | null = null;

  setPermissionRequestHandler(handler: RequestHandler | null): void {
    this.#request = handler;
  }

  setPermissionCheckHandler(handler: CheckHandler | null): void {
    this.#check = handler;
  }

  readonly setDevicePermissionHandler = (): void => {};

  /**
   * For the stand-in's own use: what a page of this origin may do. Chromium asks nobody here, so it is told beforehand.
   * Without a handler everything is granted, as in Electron.
   */
  decisions(
    contents: unknown,
    origin: string,
  ): { readonly name: string; readonly granted: boolean }[] {
    return permissions.map(([permission, name]) => {
      let granted = this.#request === null;
      this.#request?.(
        contents,
        permission,
        (yes) => {
          granted = yes;
        },
        { isMainFrame: true, requestingUrl: origin },
      );
      const checked =
        this.#check === null ||
        this.#check(contents, permission, origin, { isMainFrame: true });
      return { name, granted: granted && checked };
    });
  }
}

export const session = { defaultSession: new Session() };
