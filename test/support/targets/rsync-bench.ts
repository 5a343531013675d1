import { mkdirSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import { freePort, startCuttingProxy } from "./cutting-proxy.ts";
import { receivedFiles } from "./received-files.ts";
import { startDaemon } from "./start-daemon.ts";
import type { TargetBench } from "./target-bench.ts";

/** The rsync server, with a login. */
export async function startRsyncBench(scratch: string): Promise<TargetBench> {
  const folder = join(scratch, "received");
  mkdirSync(folder);
  const password = "rsync-pass word/ü";
  const secretsFile = join(scratch, "rsyncd.secrets");
  writeFileSync(secretsFile, `depositor:${password}\n`, { mode: 0o600 });
  const config = join(scratch, "rsyncd.conf");
  writeFileSync(
    config,
    [
      "use chroot = no",
      // Who starts it as root would otherwise get files of nobody.
      ...(userInfo().uid === 0 ? ["uid = 0", "gid = 0"] : []),
      "[archive]",
      `path = ${folder}`,
      "read only = no",
      "auth users = depositor",
      `secrets file = ${secretsFile}`,
      "[closed]",
      `path = ${folder}`,
      "read only = yes",
      "",
    ].join("\n"),
  );
  const port = await freePort();
  const daemon = await startDaemon(
    "rsync",
    [
      "--daemon",
      "--no-detach",
      "--address=127.0.0.1",
      `--port=${String(port)}`,
      `--config=${config}`,
    ],
    port,
  );
  const proxy = await startCuttingProxy(port);
  const at = (to: number, module: string) => ({
    destination: `rsync://depositor@127.0.0.1:${String(to)}/${module}`,
  });
  return {
    target: { settings: at(proxy.port, "archive"), secrets: { password } },
    line: proxy.line,
    goesOn: true,
    ...receivedFiles(folder),
    wrong: {
      password: {
        settings: at(proxy.port, "archive"),
        secrets: { password: "not-the-password" },
      },
      directory: {
        settings: at(proxy.port, "closed"),
        secrets: { password },
      },
      address: {
        settings: at(await freePort(), "archive"),
        secrets: { password },
      },
    },
    async close() {
      proxy.close();
      await daemon.close();
    },
  };
}
