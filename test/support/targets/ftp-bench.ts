import { freePort, startCuttingProxy } from "./cutting-proxy.ts";
import { startProftpd } from "./proftpd.ts";
import { receivedFiles } from "./received-files.ts";
import type { TargetBench } from "./target-bench.ts";

/** FTP without encryption: the line must see where the data goes. */
export async function startFtpBench(scratch: string): Promise<TargetBench> {
  const { folder, port, login, password, close } = await startProftpd(scratch);
  const proxy = await startCuttingProxy(port, true);
  const settings = {
    server: `ftp://127.0.0.1:${String(proxy.port)}`,
    login,
    directory: folder,
  };
  const secrets = { password };
  return {
    target: { settings, secrets },
    line: proxy.line,
    goesOn: true,
    ...receivedFiles(folder),
    wrong: {
      password: { settings, secrets: { password: "not-the-password" } },
      directory: {
        settings: { ...settings, directory: `${folder}/not there` },
        secrets,
      },
      address: {
        settings: {
          ...settings,
          server: `ftp://127.0.0.1:${String(await freePort())}`,
        },
        secrets,
      },
    },
    async close() {
      proxy.close();
      await close();
    },
  };
}
