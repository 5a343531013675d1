import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

const checkout = resolve(import.meta.dirname, "../..");

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "holdall-start-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test.runIf(process.platform === "linux")(
  "without a display `npm start` says so in one line, and serves the window to a browser",
  async () => {
    const child = spawn(
      process.execPath,
      [join(checkout, "scripts/start.ts"), "--port", "0", "--json"],
      {
        env: {
          PATH: process.env["PATH"],
          HOME: folder,
          HOLDALL_DATA_DIR: folder,
        },
        stdio: ["ignore", "pipe", "pipe"],
      },
    );
    let told = "";
    child.stderr.on("data", (chunk: Buffer) => (told += chunk.toString()));
    const [line] = (await once(child.stdout, "data")) as [Buffer];
    const { url } = JSON.parse(line.toString()) as { url: string };
    expect(told.split("\n")[0]).toBe(
      "The desktop window cannot open because there is no display; here is the same window for a browser.",
    );
    const page = await fetch(url);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain("<title>Holdall</title>");
    child.kill("SIGTERM");
    expect((await once(child, "exit"))[0]).toBe(0);
  },
);
