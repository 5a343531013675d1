import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, it } from "vitest";
import { takeProcessLock } from "../../../main/store/process-lock.ts";
import { temporaryFolder } from "../../support/holdall.ts";

const module = resolve(
  import.meta.dirname,
  "../../../main/store/process-lock.ts",
);

it("is held by one, and free again when its process is killed", async () => {
  const folder = await temporaryFolder();
  const file = join(folder.path, "owner.lock");
  const code = `import { takeProcessLock } from ${JSON.stringify(module)};
    const lock = takeProcessLock(${JSON.stringify(file)}); console.log(lock !== null); setInterval(() => lock, 1000);`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", code], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [said] = (await once(child.stdout, "data")) as [Buffer];
  expect(said.toString()).toBe("true\n");
  expect(takeProcessLock(file)).toBeNull();
  child.kill("SIGKILL");
  await once(child, "exit");
  const lock = takeProcessLock(file);
  expect(lock).not.toBeNull();
  lock?.release();
  expect(existsSync(file)).toBe(true);
  takeProcessLock(file)?.remove();
  expect(existsSync(file)).toBe(false);
  await folder.remove();
});

it("is refused to who may only read its file, while it is held and while it is not", async () => {
  const folder = await temporaryFolder();
  const file = join(folder.path, "owner.lock");
  chmodSync(folder.path, 0o755);
  writeFileSync(file, "", { mode: 0o444 });
  const code = `import { takeProcessLock } from ${JSON.stringify(module)};
    try { console.log(takeProcessLock(${JSON.stringify(file)})); } catch ({ code }) { console.log(code); }`;
  const asked = () =>
    spawnSync(process.execPath, ["--input-type=module", "-e", code], {
      encoding: "utf8",
      // To root every file can be written.
      ...(process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {}),
    });
  const { stdout, stderr } = asked();
  expect(stdout, stderr).toBe("file.unwritable\n");
  if (process.getuid?.() === 0) {
    const lock = takeProcessLock(file);
    expect(lock).not.toBeNull();
    expect(asked().stdout).not.toContain("release");
    lock?.release();
  }
  await folder.remove();
});
