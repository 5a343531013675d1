import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import { freePort, startCuttingProxy } from "./cutting-proxy.ts";
import { receivedFiles } from "./received-files.ts";
import { startDaemon } from "./start-daemon.ts";
import type { TargetBench } from "./target-bench.ts";

/** OpenSSH, for whoever runs the tests, with a key of its own. */
export async function startSftpBench(scratch: string): Promise<TargetBench> {
  const folder = join(scratch, "received");
  mkdirSync(folder);
  const hostKeyFile = join(scratch, "host-key");
  const userKeyFile = join(scratch, "user-key");
  for (const file of [hostKeyFile, userKeyFile])
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", file]);
  const port = await freePort();
  const config = join(scratch, "sshd-config");
  writeFileSync(
    config,
    [
      "ListenAddress 127.0.0.1",
      `Port ${String(port)}`,
      `HostKey ${hostKeyFile}`,
      `AuthorizedKeysFile ${userKeyFile}.pub`,
      "PidFile none",
      "StrictModes no",
      "UsePAM no",
      "PermitRootLogin yes",
      "PasswordAuthentication yes",
      "Subsystem sftp internal-sftp",
    ].join("\n"),
  );
  // Where sshd locks itself up before somebody has logged in.
  if (userInfo().uid === 0) mkdirSync("/run/sshd", { recursive: true });
  const daemon = await startDaemon(
    "/usr/sbin/sshd",
    ["-D", "-e", "-f", config],
    port,
  );
  const proxy = await startCuttingProxy(port);
  const settings = {
    server: `sftp://127.0.0.1:${String(proxy.port)}`,
    login: userInfo().username,
    directory: folder,
    hostKey: fingerprintOf(`${hostKeyFile}.pub`),
  };
  const secrets = { privateKey: readFileSync(userKeyFile, "utf8") };
  return {
    target: { settings, secrets },
    line: proxy.line,
    goesOn: true,
    ...receivedFiles(folder),
    wrong: {
      password: { settings, secrets: { password: "not-the-password" } },
      directory: {
        settings: { ...settings, directory: join(scratch, "not there") },
        secrets,
      },
      address: {
        settings: {
          ...settings,
          server: `sftp://127.0.0.1:${String(await freePort())}`,
        },
        secrets,
      },
    },
    async close() {
      proxy.close();
      await daemon.close();
    },
  };
}

/** What `ssh-keygen -l` says of a public key: the second word. */
export function fingerprintOf(publicKeyFile: string): string {
  const said = execFileSync("ssh-keygen", ["-l", "-f", publicKeyFile], {
    encoding: "utf8",
  });
  return said.split(" ")[1] ?? "";
}
