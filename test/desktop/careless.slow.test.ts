import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createBench } from "./driver/start-application.ts";

/**
 * What security.test.ts sees refused must happen where nobody refuses it, or the refusals prove nothing. These
 * applications leave out what Holdall does.
 */

const page = `<!doctype html><title>careless</title>
<script>window.inlineRan = true; window.evalRan = eval("1 + 1") === 2;</script>`;

/** Writes an application that shows one page. */
async function writeApplication(
  folder: string,
  webPreferences: string,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(
    join(folder, "package.json"),
    '{"name":"careless","version":"1.0.0","type":"module","main":"main.js"}',
  );
  await writeFile(
    join(folder, "preload.cjs"),
    `const { contextBridge, ipcRenderer } = require("electron");
     let fs = "refused";
     try { require("node:fs"); fs = "given"; } catch {}
     const careless = {
       fs,
       echo: (...given) => ipcRenderer.invoke("echo", ...given),
       ipc: () => ipcRenderer,
     };
     try { contextBridge.exposeInMainWorld("careless", careless); }
     catch { window.careless = careless; }
     window.leaked = ipcRenderer;`,
  );
  await writeFile(
    join(folder, "main.js"),
    `import { join } from "node:path";
     import { mkdirSync } from "node:fs";
     import { app, BrowserWindow, ipcMain, protocol } from "electron";
     const userData = join(import.meta.dirname, "user-data");
     mkdirSync(userData, { recursive: true });
     app.setPath("userData", userData);
     protocol.registerSchemesAsPrivileged([
       { scheme: "app", privileges: { standard: true, secure: true, supportFetchAPI: true } },
     ]);
     ipcMain.handle("echo", (event, ...given) => given);
     app.whenReady().then(() => {
       protocol.handle("app", () => new Response(${JSON.stringify(page)}, {
         headers: { "content-type": "text/html" },
       }));
       const window = new BrowserWindow({
         webPreferences: { preload: join(import.meta.dirname, "preload.cjs"), ${webPreferences} },
       });
       window.loadURL("app://careless/index.html");
     });`,
  );
}

let bench: Awaited<ReturnType<typeof createBench>>;
beforeAll(async () => {
  bench = await createBench();
});
afterAll(() => bench.remove());

async function open(name: string, webPreferences: string): Promise<Page> {
  const appFolder = join(bench.folder, name);
  await writeApplication(appFolder, webPreferences);
  const application = await bench.start({ appFolder });
  const shown = await application.window();
  await shown.waitForFunction(() => document.title === "careless");
  return shown;
}

interface Careless {
  readonly careless?: {
    readonly fs: string;
    echo(...given: unknown[]): Promise<unknown[]>;
    ipc(): unknown;
  };
  readonly leaked?: unknown;
  readonly require?: unknown;
  readonly inlineRan?: boolean;
  readonly evalRan?: boolean;
}

describe("with Electron's defaults and nothing else", () => {
  let shown: Page;
  beforeAll(async () => {
    shown = await open("defaults", "");
  });

  test("the preload is isolated and sandboxed", async () => {
    const found = await shown.evaluate(() => {
      const { careless, leaked, require } = window as unknown as Careless;
      return [careless?.fs, typeof leaked, typeof require];
    });
    expect(found).toEqual(["refused", "undefined", "undefined"]);
  });

  test("inline scripts and eval run without a policy", async () => {
    const found = await shown.evaluate(() => {
      const { inlineRan, evalRan } = window as unknown as Careless;
      return [inlineRan, evalRan];
    });
    expect(found).toEqual([true, true]);
  });

  test("permissions are given where nobody denies them", async () => {
    expect(
      await shown.evaluate(
        async () =>
          (await navigator.permissions.query({ name: "geolocation" })).state,
      ),
    ).toBe("granted");
  });

  test("what structured clone can carry arrives whole", async () => {
    const found = await shown.evaluate(async () => {
      const { careless } = window as unknown as Careless;
      const given = [
        undefined,
        null,
        NaN,
        -0,
        10n ** 30n,
        "𝒳 \u2028",
        new Date(0),
        /a+/giu,
        new Map([[{ k: 1 }, new Set([1, "1"])]]),
        new Uint16Array([1, 65_535]),
        new RangeError("too far"),
        JSON.parse('{"__proto__":{"x":1}}') as object,
      ];
      const back = (await careless?.echo(...given)) ?? [];
      const [first] = back.slice(8, 9) as [Map<object, Set<unknown>>];
      return [
        back.length,
        back[0] === undefined,
        back[1] === null,
        Number.isNaN(back[2]),
        Object.is(back[3], -0),
        back[4] === 10n ** 30n,
        back[5] === "𝒳 \u2028",
        (back[6] as Date).getTime() === 0,
        String(back[7]) === "/a+/giu",
        [...first.values()][0]?.has("1"),
        (back[9] as Uint16Array)[1] === 65_535,
        back[10] instanceof RangeError && back[10].message === "too far",
        Object.hasOwn(back[11] as object, "__proto__"),
      ];
    });
    expect(found).toEqual([12, ...found.slice(1).map(() => true)]);
  });

  test("a page may go wherever it wants to", async () => {
    await shown.evaluate(() => {
      setTimeout(() => {
        location.href = "/elsewhere.html";
      });
    });
    await shown.waitForURL(/elsewhere/);
  });
});

test("without isolation the page gets hold of the preload", async () => {
  const shown = await open("unisolated", "contextIsolation: false");
  expect(
    await shown.evaluate(() => typeof (window as unknown as Careless).leaked),
  ).toBe("object");
});

test("without the sandbox the preload has Node", async () => {
  const shown = await open("unsandboxed", "sandbox: false");
  expect(
    await shown.evaluate(() => (window as unknown as Careless).careless?.fs),
  ).toBe("given");
});

test("with Node in the page the page has Node", async () => {
  const shown = await open(
    "node",
    "nodeIntegration: true, contextIsolation: false, sandbox: false",
  );
  expect(
    await shown.evaluate(() => typeof (window as unknown as Careless).require),
  ).toBe("function");
});
