import { EventEmitter } from "node:events";
import type { WebPreferences } from "electron";
import { fromChromium, schemeOf, toChromium } from "./addresses.ts";
import { app, preventable } from "./app.ts";
import { answerFilePaths } from "./answer-file-paths.ts";
import { answerRequests } from "./answer-requests.ts";
import { browser } from "./browser.ts";
import type { DevToolsSession } from "./devtools.ts";
import { ipcMain } from "./ipc-main.ts";
import { pageScripts, preloadWorldName } from "./page/page-scripts.ts";
import type { FromPreload, ToPreload } from "./page/preload-world.ts";
import { structuredText } from "./page/structured-text.ts";
import { privilegesOf } from "./protocol.ts";
import type { Session } from "./session.ts";
import { session } from "./session.ts";
import type { WebFrame } from "./web-frame.ts";
import { createWebFrame } from "./web-frame.ts";
import type { Confinement } from "./web-preferences.ts";
import { confinementOf } from "./web-preferences.ts";

type WindowOpenHandler = (details: {
  readonly url: string;
  readonly frameName: string;
}) => { readonly action: "allow" | "deny" };

const binding = "standInSend";
const { encode } = structuredText();
const all = new Set<WebContents>();
let last = 0;

export class WebContents extends EventEmitter {
  static getAllWebContents = (): WebContents[] => [...all];
  static fromId = (id: number): WebContents | undefined =>
    [...all].find((contents) => contents.id === id);

  readonly id = ++last;
  readonly session: Session = session.defaultSession;
  readonly mainFrame: WebFrame = createWebFrame(this.id + 1000, null);
  readonly #confinement: Confinement;
  readonly #preferences: WebPreferences;
  readonly #size: { readonly width: number; readonly height: number };
  readonly #page: Promise<DevToolsSession>;
  readonly #frames = new Map<string, WebFrame>();
  /** Frames of the worlds in which a preload runs, by the number Chromium gives a world. */
  readonly #preloads = new Map<number, WebFrame>();
  #target = "";
  #windowOpen: WindowOpenHandler = () => ({ action: "allow" });
  #destroyed = false;
  /** The address that the application itself is loading. */
  #loading: string | undefined;
  #title = "";

  constructor(
    preferences: WebPreferences,
    size: { readonly width: number; readonly height: number },
  ) {
    super();
    this.#confinement = confinementOf(preferences);
    this.#preferences = preferences;
    this.#size = size;
    this.#page = this.#open();
    // Shown by whoever waits for the page.
    this.#page.catch(() => {});
    all.add(this);
    app.emit("web-contents-created", preventable(), this);
  }

  isDestroyed = (): boolean => this.#destroyed;
  getURL = (): string => this.mainFrame.url;
  getTitle = (): string => this.#title;
  isLoading = (): boolean => this.#loading !== undefined;
  /** Not in Electron's declarations, but in Electron. */
  getLastWebPreferences = (): WebPreferences => ({
    ...this.#preferences,
    sandbox: this.#confinement.sandboxed,
    contextIsolation: this.#confinement.isolated,
  });
  /** Nobody holds the mouse; tests watch what would be dragged. */
  startDrag({ file }: { readonly file: string }): void {
    if (file === "") throw new Error("Must specify either 'file' or 'files'");
  }
  openDevTools(): void {
    this.emit("devtools-opened");
  }
  isDevToolsOpened = (): boolean => false;
  setWindowOpenHandler(handler: WindowOpenHandler): void {
    this.#windowOpen = handler;
  }

  async loadURL(address: string): Promise<void> {
    const page = await this.#page;
    this.#loading = address;
    const loaded = new Promise<void>((resolve) => {
      this.once("did-finish-load", resolve);
    });
    const { errorText } = await page.send("Page.navigate", {
      url: toChromium(address),
    });
    if (errorText !== undefined) {
      this.#loading = undefined;
      throw new Error(`${errorText} loading '${address}'`);
    }
    await loaded;
    this.#loading = undefined;
  }

  reload(): void {
    this.#loading = this.mainFrame.url;
    this.once("did-finish-load", () => {
      this.#loading = undefined;
    });
    void this.#page.then((page) => page.send("Page.reload"));
  }

  forcefullyCrashRenderer(): void {
    // Whoever crashes gives no answer.
    void this.#page.then((page) => page.send("Page.crash").catch(() => {}));
  }

  send(channel: string, ...given: unknown[]): void {
    const message: ToPreload = { kind: "event", channel, given: encode(given) };
    for (const [world, frame] of this.#preloads)
      if (frame === this.mainFrame) void this.#deliver(world, message);
  }

  async executeJavaScript(code: string): Promise<unknown> {
    const page = await this.#page;
    const { result, exceptionDetails } = await page.send("Runtime.evaluate", {
      expression: code,
      awaitPromise: true,
      returnByValue: true,
      // As for any other script of the page.
      allowUnsafeEvalBlockedByCSP: false,
    });
    if (exceptionDetails !== undefined)
      throw new Error(
        exceptionDetails.exception?.description ?? exceptionDetails.text,
      );
    return result.value as unknown;
  }

  /** For the stand-in's own use. */
  async bringToFront(): Promise<void> {
    const page = await this.#page;
    await page.send("Page.bringToFront").catch(() => {});
  }

  /** For the stand-in's own use: closes the page. */
  async end(): Promise<void> {
    if (this.#destroyed) return;
    this.#destroyed = true;
    all.delete(this);
    this.emit("destroyed");
    const { devTools } = await browser;
    await this.#page.catch(() => {});
    await devTools.browser
      .send("Target.closeTarget", { targetId: this.#target })
      .catch(() => {});
  }

  async #open(): Promise<DevToolsSession> {
    const { devTools } = await browser;
    const { targetId } = await devTools.browser.send("Target.createTarget", {
      url: "about:blank",
      newWindow: true,
      ...this.#size,
    });
    this.#target = targetId;
    const { sessionId } = await devTools.browser.send("Target.attachToTarget", {
      targetId,
      flatten: true,
    });
    const page = devTools.session(sessionId);
    devTools.browser.on("Target.targetDestroyed", (gone) => {
      if (gone.targetId === targetId) this.#gone();
    });
    this.#follow(page);
    await page.send("Page.enable");
    await page.send("Runtime.enable");
    await answerFilePaths(page);
    await answerRequests(page, {
      privileges: privilegesOf,
      mayNavigate: (address, frameId) => this.#mayNavigate(address, frameId),
      onDocument: (address) => this.#setPermissions(address),
    });
    await page.send("Runtime.addBinding", {
      name: binding,
      ...(this.#confinement.isolated
        ? { executionContextName: preloadWorldName }
        : {}),
    });
    for (const script of pageScripts(this.#confinement, binding))
      await page.send("Page.addScriptToEvaluateOnNewDocument", script);
    return page;
  }

  #follow(page: DevToolsSession): void {
    page.on("Page.frameAttached", ({ frameId, parentFrameId }) => {
      const parent = this.#frames.get(parentFrameId) ?? this.mainFrame;
      this.#frames.set(
        frameId,
        createWebFrame(this.mainFrame.processId, parent),
      );
    });
    page.on("Page.frameNavigated", ({ frame }) => {
      const known = this.#frameOf(frame.id, frame.parentId === undefined);
      if (known !== undefined) known.url = fromChromium(frame.url);
      if (known === this.mainFrame)
        this.emit("did-navigate", preventable(), known.url);
    });
    page.on("Page.navigatedWithinDocument", ({ frameId, url }) => {
      const known = this.#frames.get(frameId);
      if (known !== undefined) known.url = fromChromium(url);
      this.emit("did-navigate-in-page", preventable(), fromChromium(url));
    });
    page.on("Page.loadEventFired", () => {
      if (this.mainFrame.url === "about:blank") return;
      this.emit("did-finish-load");
      this.emit("painted");
    });
    page.on("Page.windowOpen", ({ url, windowName }) => {
      const { action } = this.#windowOpen({
        url: fromChromium(url),
        frameName: windowName,
      });
      // The window itself is closed unseen, in program.ts.
      if (action === "allow")
        throw new Error("The stand-in opens no windows for a page.");
    });
    page.on("Runtime.executionContextCreated", ({ context }) => {
      const data = context.auxData as
        { readonly frameId?: string; readonly isDefault?: boolean } | undefined;
      const runsPreload = this.#confinement.isolated
        ? context.name === preloadWorldName
        : data?.isDefault === true;
      const frame = this.#frames.get(data?.frameId ?? "");
      if (runsPreload && frame !== undefined)
        this.#preloads.set(context.id, frame);
    });
    page.on("Runtime.executionContextDestroyed", ({ executionContextId }) => {
      this.#preloads.delete(executionContextId);
    });
    page.on("Runtime.executionContextsCleared", () => {
      this.#preloads.clear();
    });
    page.on("Runtime.bindingCalled", ({ executionContextId, payload }) => {
      void this.#take(executionContextId, payload);
    });
    page.on("Inspector.targetCrashed", () => {
      this.#preloads.clear();
      this.emit("render-process-gone", preventable(), {
        reason: "crashed",
        exitCode: 1,
      });
    });
  }

  #frameOf(frameId: string, isMain: boolean): WebFrame | undefined {
    if (isMain) this.#frames.set(frameId, this.mainFrame);
    return this.#frames.get(frameId);
  }

  async #take(world: number, payload: string): Promise<void> {
    const frame = this.#preloads.get(world);
    // Chromium says who called, not the message.
    if (frame === undefined) return;
    const reply = await ipcMain.take(JSON.parse(payload) as FromPreload, {
      type: "frame",
      sender: this,
      senderFrame: frame,
      frameId: frame.routingId,
      processId: frame.processId,
      reply: (channel: string, ...given: unknown[]) => {
        this.send(channel, ...given);
      },
    });
    if (reply !== undefined) await this.#deliver(world, reply);
  }

  async #deliver(world: number, message: ToPreload): Promise<void> {
    const page = await this.#page;
    await page
      .send("Runtime.evaluate", {
        expression: `standInDeliver(${JSON.stringify(message)})`,
        contextId: world,
      })
      // A page that has gone meanwhile hears nothing, as in Electron.
      .catch(() => {});
  }

  /** Asks the application about a navigation that it did not begin itself. */
  #mayNavigate(address: string, frameId: string): boolean {
    const frame = this.#frames.get(frameId) ?? this.mainFrame;
    const isMainFrame = frame === this.mainFrame;
    // A request has no fragment.
    const own = this.#loading?.replace(/#.*/, "");
    if (isMainFrame && own === address.replace(/#.*/, "")) return true;
    const event = preventable({ url: address, frame, isMainFrame });
    this.emit("will-frame-navigate", event);
    if (isMainFrame && !event.defaultPrevented)
      this.emit("will-navigate", event, address);
    return !event.defaultPrevented;
  }

  async #setPermissions(address: string): Promise<void> {
    if (schemeOf(address) === "data") return;
    const { devTools } = await browser;
    const { origin } = new URL(toChromium(address));
    for (const { name, granted } of this.session.decisions(this, origin)) {
      await devTools.browser.send("Browser.setPermission", {
        permission: { name },
        setting: granted ? "granted" : "denied",
        origin,
      });
    }
  }

  #gone(): void {
    this.emit("page-gone");
    void this.end();
  }
}
