import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, it } from "vitest";
import { takeProcessLock } from "../../../main/store/process-lock.ts";
import { temporaryFolder } from "../../support/holdall.ts";

it("is held by one, and free again when its process is killed", async () => {
  const folder = await temporaryFolder();
  const file = join(folder.path, "owner.lock");
  const module = resolve(
    import.meta.dirname,
    "../../../main/store/process-lock.ts",
  );
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
