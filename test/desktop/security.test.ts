import { rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DesktopApplication } from "./driver/desktop-application.ts";
import type { PageWindow } from "./driver/in-page.ts";
import { ask } from "./driver/in-page.ts";
import { createBench } from "./driver/start-application.ts";

/** What a hostile page tries, row by row of "Desktop security" in docs/decisions/0005. */

let bench: Awaited<ReturnType<typeof createBench>>;
let application: DesktopApplication;
let page: Page;

beforeAll(async () => {
  bench = await createBench();
  application = await bench.start();
  page = await application.window();
  await page.getByRole("heading").first().waitFor();
});
afterAll(() => bench.remove());

/** Where the application believes its window to be. */
const address = (): Promise<string | undefined> =>
  application.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.getURL(),
  );

describe("the page has no Node and no Electron", () => {
  test("the window asks for isolation and the sandbox, and gets them", async () => {
    const preferences = await application.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents as
        undefined | { getLastWebPreferences(): Record<string, unknown> };
      const all = contents?.getLastWebPreferences() ?? {};
      return Object.fromEntries(
        Object.entries(all).filter(([, value]) => typeof value === "boolean"),
      );
    });
    expect(preferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
    });
  });

  test("none of Node's or Electron's names means anything, in a frame of the page neither", async () => {
    const found = await page.evaluate(() => {
      const frame = document.body.appendChild(document.createElement("iframe"));
      const names = [
        "require",
        "process",
        "module",
        "exports",
        "Buffer",
        "global",
        "__dirname",
        "electron",
        "ipcRenderer",
        "contextBridge",
        "setImmediate",
      ];
      const seen = names.filter(
        (name) =>
          name in window ||
          (frame.contentWindow !== null && name in frame.contentWindow),
      );
      const bridged =
        frame.contentWindow !== null && "holdall" in frame.contentWindow;
      frame.remove();
      return { seen, bridged };
    });
    expect(found).toEqual({ seen: [], bridged: false });
  });

  test("it has four functions, which it can neither replace nor add to", async () => {
    const tried = await page.evaluate(() => {
      const { holdall } = window as unknown as PageWindow;
      const refused = (attempt: () => unknown): boolean => {
        try {
          return attempt() === false;
        } catch {
          return true;
        }
      };
      return {
        names: Object.keys(holdall).sort(),
        kept: [
          refused(() => Reflect.set(window, "holdall", {})),
          refused(() => Reflect.deleteProperty(window, "holdall")),
          refused(() => Reflect.set(holdall, "invoke", () => undefined)),
          refused(() => Reflect.set(holdall, "more", 1)),
          refused(() => Reflect.deleteProperty(holdall, "listen")),
        ],
      };
    });
    expect(tried).toEqual({
      names: ["heed", "invoke", "listen", "pathOf"],
      kept: [true, true, true, true, true],
    });
  });

  test("a page that rewrites its own language finds nothing of the preload in its hands", async () => {
    const caught = await page.evaluate(async () => {
      const { holdall } = window as unknown as PageWindow;
      const heard: string[] = [];
      const spy = (value: unknown): void => {
        if (typeof value !== "object" || value === null) return;
        for (const name of ["ipcRenderer", "contextBridge", "sender", "ports"])
          if (name in value) heard.push(name);
      };
      const { apply, call } = Function.prototype;
      const then = Promise.prototype.then;
      Function.prototype.apply = function (...given: unknown[]) {
        given.forEach(spy);
        return Reflect.apply(apply, this, given) as unknown;
      };
      Function.prototype.call = function (...given: unknown[]) {
        given.forEach(spy);
        return Reflect.apply(call, this, given) as unknown;
      };
      Promise.prototype.then = function (...given) {
        spy(this);
        return Reflect.apply(then, this, given);
      };
      Object.defineProperty(Object.prototype, "channel", {
        set: spy,
        configurable: true,
      });
      const stop = holdall.listen("run.changed", (...given) => {
        given.forEach(spy);
      });
      await holdall.invoke("app.about", {});
      stop();
      Function.prototype.apply = apply;
      Function.prototype.call = call;
      Promise.prototype.then = then;
      delete (Object.prototype as { channel?: unknown }).channel;
      return heard;
    });
    expect(caught).toEqual([]);
  });
});

describe("the page comes from app:// and from nowhere else", () => {
  test("it is shown under its own scheme", async () => {
    expect(await address()).toMatch(/^app:\/\/holdall\/index\.html/);
  });

  test.each([
    "/../package.json",
    "/%2e%2e/package.json",
    "/..%2fpackage.json",
    "/..%2f..%2fpackage.json",
    "/..%5c..%5cpackage.json",
    "/assets/..%2f..%2fmain/index.js",
    "/%2e%2e%2f%2e%2e%2f%2e%2e%2f%2e%2e%2f%2e%2e%2f%2e%2e%2fetc/passwd",
    "//etc/passwd",
    "/index.html%00.js",
    "/",
  ])("%s is not given out", async (path) => {
    const reply = await page.evaluate(async (asked) => {
      const answer = await fetch(location.origin + asked);
      return { status: answer.status, text: await answer.text() };
    }, path);
    expect(reply).toEqual({ status: 404, text: "" });
  });

  test.each([
    "file:///etc/passwd",
    "https://example.org/",
    "data:text/plain,x",
  ])("%s cannot be read", async (foreign) => {
    expect(
      await page.evaluate(
        (asked) =>
          fetch(asked).then(
            () => "read",
            () => "refused",
          ),
        foreign,
      ),
    ).toBe("refused");
  });

  test("the application answers for no other scheme", async () => {
    expect(
      await application.evaluate(({ protocol }) =>
        ["app", "file", "http", "https", "holdall"].filter((scheme) =>
          protocol.isProtocolHandled(scheme),
        ),
      ),
    ).toEqual(["app"]);
  });
});

describe("the policy that comes with the page holds", () => {
  test("it is in the header of the reply", async () => {
    const policy = await page.evaluate(async () =>
      (await fetch(location.href)).headers.get("content-security-policy"),
    );
    expect(policy).toContain("default-src 'none'");
    expect(policy).toMatch(/script-src 'self'(;|$)/);
    expect(policy).not.toMatch(/unsafe-|https?:|\*/);
  });

  /** Tries something, and gives the rules of the policy that it ran into. */
  const violations = (attempt: string): Promise<string[]> =>
    page.evaluate(
      (name) =>
        new Promise<string[]>((resolve) => {
          const ran: string[] = [];
          const added: HTMLElement[] = [];
          Object.assign(window, { attack: () => ran.push("it ran") });
          const notice = (event: SecurityPolicyViolationEvent): void => {
            ran.push(event.effectiveDirective);
          };
          document.addEventListener("securitypolicyviolation", notice);
          const add = (markup: string): void => {
            const holder = document.createElement("div");
            holder.innerHTML = markup;
            document.body.append(holder);
            added.push(holder);
          };
          const script = (set: (element: HTMLScriptElement) => void): void => {
            const element = document.createElement("script");
            set(element);
            document.body.append(element);
          };
          const call = (name: string): void => {
            const known = globalThis as unknown as Record<
              string,
              (text: string) => unknown
            >;
            try {
              const made = known[name]?.("attack()");
              if (typeof made === "function") Reflect.apply(made, null, []);
            } catch {
              return;
            }
          };
          const attempts: Record<string, () => void> = {
            "inline script": () => {
              script((element) => (element.textContent = "attack()"));
            },
            "foreign script": () => {
              script((element) => (element.src = "https://example.org/x.js"));
            },
            "data script": () => {
              script(
                (element) => (element.src = "data:text/javascript,attack()"),
              );
            },
            "blob script": () => {
              script((element) => {
                element.src = URL.createObjectURL(new Blob(["attack()"]));
              });
            },
            "inline handler": () => {
              add('<img src="data:image/png;base64,x" onerror="attack()">');
            },
            "script address": () => {
              add('<a href="javascript:attack()">x</a>');
              document.querySelector<HTMLElement>('a[href^="java"]')?.click();
            },
            eval: () => {
              call("eval");
            },
            Function: () => {
              call("Function");
            },
            "text timer": () => {
              call("setTimeout");
            },
            "foreign picture": () => {
              add('<img src="https://example.org/x.png">');
            },
            "foreign frame": () => {
              add('<iframe src="https://example.org/"></iframe>');
            },
            "foreign connection": () => {
              try {
                new WebSocket("wss://example.org/");
              } catch {
                return;
              }
            },
            form: () => {
              add(
                '<form action="https://example.org/"><button></button></form>',
              );
              document.forms[document.forms.length - 1]?.requestSubmit();
            },
            base: () => {
              add('<base href="https://example.org/">');
            },
            plugin: () => {
              add('<object data="https://example.org/x"></object>');
            },
            "inline style": () => {
              add('<p style="position: fixed">x</p>');
            },
          };
          // From a timer: what the developer tools evaluate may do more than a script.
          setTimeout(() => {
            attempts[name]?.();
            setTimeout(() => {
              document.removeEventListener("securitypolicyviolation", notice);
              for (const element of added) element.remove();
              resolve([...new Set(ran)]);
            }, 300);
          });
        }),
      attempt,
    );

  test.each([
    ["inline script", "script-src-elem"],
    ["foreign script", "script-src-elem"],
    ["data script", "script-src-elem"],
    ["blob script", "script-src-elem"],
    ["inline handler", "script-src-attr"],
    ["script address", "script-src-elem"],
    ["eval", "script-src"],
    ["Function", "script-src"],
    ["text timer", "script-src"],
    ["foreign picture", "img-src"],
    ["foreign frame", "frame-src"],
    ["foreign connection", "connect-src"],
    ["form", "form-action"],
    ["base", "base-uri"],
    ["plugin", "object-src"],
    ["inline style", "style-src-attr"],
  ])("%s is refused by %s", async (attempt, rule) => {
    expect(await violations(attempt)).toEqual([rule]);
  });
});

describe("the page gets no permission", () => {
  test("whatever it asks for", async () => {
    const answers = await page.evaluate(async () => ({
      notifications: await Notification.requestPermission(),
      geolocation: await new Promise((resolve) => {
        navigator.geolocation.getCurrentPosition(
          () => {
            resolve("given");
          },
          (error) => {
            resolve(
              error.code === error.PERMISSION_DENIED ? "denied" : error.message,
            );
          },
        );
      }),
      camera: await navigator.mediaDevices.getUserMedia({ video: true }).then(
        () => "given",
        (error: unknown) => (error as DOMException).name,
      ),
    }));
    expect(answers).toEqual({
      notifications: "denied",
      geolocation: "denied",
      camera: expect.stringMatching(/^Not(Allowed|Found)Error$/) as string,
    });
  });

  test.each(["geolocation", "notifications", "camera", "microphone", "midi"])(
    "and %s is refused before it asks",
    async (name) => {
      expect(
        await page.evaluate(
          async (asked) =>
            (await navigator.permissions.query({ name: asked as never })).state,
          name,
        ),
      ).toBe("denied");
    },
  );
});

describe("the page stays where it is", () => {
  test.each([
    "https://example.org/",
    "http://127.0.0.1:9/",
    "file:///etc/passwd",
    "data:text/html,<h1>x</h1>",
  ])("it cannot go to %s", async (target) => {
    const before = await address();
    await page.evaluate((foreign) => {
      setTimeout(() => {
        location.href = foreign;
      });
    }, target);
    await page.waitForTimeout(300);
    expect(await address()).toBe(before);
    expect(await ask(page, "app.about", {})).toMatchObject({ ok: true });
  });

  test("a webview is nothing but an unknown element", async () => {
    expect(
      await page.evaluate(() => {
        const view = document.createElement("webview");
        view.setAttribute("src", "https://example.org/");
        view.setAttribute("nodeintegration", "");
        document.body.append(view);
        const methods = ["loadURL", "getWebContentsId", "executeJavaScript"];
        const found = methods.filter((name) => name in view);
        view.remove();
        return found;
      }),
    ).toEqual([]);
    expect(
      await application.evaluate(
        ({ webContents }) => webContents.getAllWebContents().length,
      ),
    ).toBe(1);
  });
});

test("the page opens no window, and the system gets only addresses for a browser or a letter", async () => {
  await application.evaluate(({ shell }) => {
    const opened: string[] = [];
    Object.assign(globalThis, { opened });
    shell.openExternal = (given) => {
      opened.push(given);
      return Promise.resolve();
    };
  });
  for (const target of [
    "https://example.org/a",
    "http://example.org/b",
    "mailto:ada@example.org",
    "file:///etc/passwd",
    "smb://server/share",
    "ms-msdt:/id",
    "https://ada:secret@example.org/",
    "app://holdall/index.html",
    "javascript:attack()",
  ]) {
    await page.evaluate((given) => {
      const link = document.createElement("a");
      link.href = given;
      link.target = "_blank";
      document.body.append(link);
      link.click();
      link.remove();
    }, target);
  }
  await expect
    .poll(() =>
      application.evaluate(
        () => (globalThis as unknown as { opened: string[] }).opened,
      ),
    )
    .toEqual([
      "https://example.org/a",
      "http://example.org/b",
      "mailto:ada@example.org",
    ]);
  expect(
    await application.evaluate(
      ({ BrowserWindow }) => BrowserWindow.getAllWindows().length,
    ),
  ).toBe(1);
});

describe("the main process listens to its own page alone, and only to commands", () => {
  test.each([
    "__proto__",
    "constructor",
    "toString",
    "hasOwnProperty",
    "app.missing",
    "",
    7,
    null,
    ["app.about"],
  ])("the command %j is refused", async (name) => {
    expect(await ask(page, name, {})).toMatchObject({
      ok: false,
      error: { code: "input.invalid" },
    });
  });

  test.each([
    ["app.about", { more: true }],
    ["app.about", null],
    ["app.about", []],
    ["runs.get", { run: "1" }],
    ["runs.get", { run: 1.5 }],
    ["runs.get", { run: -1 }],
    ["runs.list", { limit: 1e9 }],
    [
      "imports.create",
      { path: ["/etc"], strict: false, newIdentifiers: false },
    ],
  ])("%s with %j is refused", async (name, input) => {
    expect(await ask(page, name, input)).toMatchObject({
      ok: false,
      error: { code: "input.invalid" },
    });
  });

  test("a name of JavaScript's own is one name too many", async () => {
    const reply = await page.evaluate(() => {
      const input: unknown = JSON.parse('{"run":1,"__proto__":{"x":1}}');
      return (window as unknown as PageWindow).holdall.invoke(
        "runs.get",
        input as never,
      );
    });
    expect(reply).toMatchObject({
      ok: false,
      error: { code: "input.invalid" },
    });
  });

  test.each(["a function", "an element", "a symbol"])(
    "%s does not even leave the page",
    async (what) => {
      expect(
        await page.evaluate(async (name) => {
          const things: Record<string, unknown> = {
            "a function": () => 1,
            "an element": document.body,
            "a symbol": Symbol("x"),
          };
          try {
            await (window as unknown as PageWindow).holdall.invoke(
              "app.about",
              { thing: things[name] } as never,
            );
            return "sent";
          } catch {
            return "refused";
          }
        }, what),
      ).toBe("refused");
    },
  );

  test("another window with the same preload and the same page is refused", async () => {
    const reply = await application.evaluate(async ({ BrowserWindow }) => {
      const [own] = BrowserWindow.getAllWindows();
      const contents = own?.webContents as unknown as {
        getLastWebPreferences(): { preload: string };
      };
      const { preload } = contents.getLastWebPreferences();
      const other = new BrowserWindow({
        show: false,
        webPreferences: { preload },
      });
      await other.loadURL("app://holdall/index.html");
      const answer: unknown = await other.webContents.executeJavaScript(
        'window.holdall.invoke("app.about", {})',
      );
      other.destroy();
      return answer;
    });
    expect(reply).toMatchObject({
      ok: false,
      error: { code: "input.invalid" },
    });
  });

  test("its own window is refused once it shows anything else", async () => {
    const reply = await application.evaluate(async ({ BrowserWindow }) => {
      const [own] = BrowserWindow.getAllWindows();
      await own?.loadURL("data:text/html,<h1>elsewhere</h1>");
      const answer: unknown = await own?.webContents.executeJavaScript(
        'window.holdall.invoke("app.about", {})',
      );
      await own?.loadURL("app://holdall/index.html");
      return answer;
    });
    expect(reply).toMatchObject({
      ok: false,
      error: { code: "input.invalid" },
    });
    expect(await ask(page, "app.about", {})).toMatchObject({ ok: true });
  });
});

test("no item of the menu opens the developer tools or loads a page", async () => {
  const roles = await application.evaluate(({ Menu }) => {
    const found: string[] = [];
    const look = (menu: Electron.Menu | null | undefined): void => {
      for (const item of menu?.items ?? []) {
        if (item.role !== undefined) found.push(item.role.toLowerCase());
        look(item.submenu);
      }
    };
    look(Menu.getApplicationMenu());
    return found;
  });
  expect(roles).toContain("quit");
  expect(roles.filter((role) => /devtools|reload|viewmenu/.test(role))).toEqual(
    [],
  );
});

test("a second start ends before it opens the catalog, and the first window comes to the front", async () => {
  await application.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.minimize();
  });
  // Whoever opens the catalog now finds something that is none.
  const catalog = join(bench.dataDir, "catalog.sqlite");
  await rename(catalog, `${catalog}.kept`);
  await writeFile(catalog, "no catalog");
  try {
    const second = await bench.start();
    expect(await second.ended).toBe(0);
    expect(second.stderr()).toBe("");
  } finally {
    await rename(`${catalog}.kept`, catalog);
  }
  await expect
    .poll(() =>
      application.evaluate(({ BrowserWindow }) => {
        const windows = BrowserWindow.getAllWindows();
        return windows.map((window) => [
          window.isMinimized(),
          window.isFocused(),
        ]);
      }),
    )
    .toEqual([[false, true]]);
});
