import { freePort, startCuttingProxy } from "./cutting-proxy.ts";
import { startMailServer } from "./mail-server.ts";
import type { TargetBench } from "./target-bench.ts";

/** A mail server that takes large attachments. */
export async function startEmailBench(): Promise<TargetBench> {
  const login = "depositor";
  const password = "mail-pass word/ü";
  const server = await startMailServer(login, password, {
    disabledCommands: ["STARTTLS"],
  });
  const proxy = await startCuttingProxy(server.port);
  const settings = {
    server: `smtp://127.0.0.1:${String(proxy.port)}`,
    login,
    from: "holdall@example.org",
    recipients: ["archive@example.org", "second@example.org"],
    attachUpTo: 32 * 1024 * 1024,
    allowUnencrypted: true,
  };
  const secrets = { password };
  return {
    target: { settings, secrets },
    line: proxy.line,
    goesOn: false,
    received: async (name) =>
      server.mails
        .map(({ attachments }) => attachments.get(name))
        .findLast((content) => content !== undefined) ?? null,
    names: async () =>
      server.mails.flatMap(({ attachments }) => [...attachments.keys()]),
    wrong: {
      password: { settings, secrets: { password: "not-the-password" } },
      address: {
        settings: {
          ...settings,
          server: `smtp://127.0.0.1:${String(await freePort())}`,
        },
        secrets,
      },
    },
    async close() {
      proxy.close();
      await server.close();
    },
  };
}
