import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import { freePort, startCuttingProxy } from "./cutting-proxy.ts";
import { hashPassword } from "./make-certificate.ts";
import { receivedFiles } from "./received-files.ts";
import { startDaemon } from "./start-daemon.ts";
import type { TargetBench } from "./target-bench.ts";

/** Apache with a WebDAV folder and a login. */
export async function startWebdavBench(scratch: string): Promise<TargetBench> {
  const folder = join(scratch, "received");
  mkdirSync(folder);
  const password = "dav-pass word/ü";
  const users = join(scratch, "dav-users");
  writeFileSync(users, `depositor:${hashPassword(password, "-apr1")}\n`);
  const port = await freePort();
  const asRoot = userInfo().uid === 0;
  if (asRoot) {
    // Apache never writes as root.
    chmodSync(scratch, 0o777);
    chmodSync(folder, 0o777);
  }
  const config = join(scratch, "apache.conf");
  const modules = [
    "mpm_event",
    "authn_core",
    "authn_file",
    "authz_core",
    "authz_user",
    "auth_basic",
    "dav",
    "dav_fs",
  ];
  writeFileSync(
    config,
    [
      `ServerRoot ${scratch}`,
      "ServerName localhost",
      `Listen 127.0.0.1:${String(port)}`,
      `PidFile ${join(scratch, "apache.pid")}`,
      `ErrorLog ${join(scratch, "apache.log")}`,
      `Mutex file:${scratch}`,
      ...modules.map(
        (name) =>
          `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`,
      ),
      ...(asRoot ? ["User nobody", "Group nogroup"] : []),
      "StartServers 1",
      `DocumentRoot ${scratch}`,
      `DavLockDB ${join(folder, "..", "dav-lock")}`,
      `<Directory ${folder}>`,
      "Dav On",
      "AuthType Basic",
      "AuthName archive",
      `AuthUserFile ${users}`,
      "Require valid-user",
      "</Directory>",
      "",
    ].join("\n"),
  );
  const daemon = await startDaemon(
    "/usr/sbin/apache2",
    ["-D", "FOREGROUND", "-f", config],
    port,
  );
  const proxy = await startCuttingProxy(port);
  const settings = {
    server: `http://127.0.0.1:${String(proxy.port)}/received`,
    login: "depositor",
  };
  const secrets = { password };
  const files = receivedFiles(folder);
  return {
    target: { settings, secrets },
    line: proxy.line,
    goesOn: true,
    received: files.received,
    names: async () =>
      // Apache keeps properties beside the files.
      (await files.names()).filter((name) => !name.startsWith(".DAV/")),
    wrong: {
      password: { settings, secrets: { password: "not-the-password" } },
      directory: {
        settings: { ...settings, directory: "not there" },
        secrets,
      },
      address: {
        settings: {
          ...settings,
          server: `http://127.0.0.1:${String(await freePort())}/received`,
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
