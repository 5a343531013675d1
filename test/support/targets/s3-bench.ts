import { mkdirSync } from "node:fs";
import { join } from "node:path";
import S3rver from "s3rver";
import Account from "s3rver/lib/models/account.js";
import { freePort, startCuttingProxy } from "./cutting-proxy.ts";
import { receivedFiles } from "./received-files.ts";
import { startS3Front } from "./s3-front.ts";
import type { TargetBench } from "./target-bench.ts";

const suffix = "._S3rver_object";
/** Where it keeps what is not complete. */
const uploads = "._S3rver_uploads/";

/** An S3 service in this process. */
export async function startS3Bench(scratch: string): Promise<TargetBench> {
  const folder = join(scratch, "received");
  mkdirSync(folder);
  const login = "HOLDALLTESTKEY";
  const password = "s3/secret+key word";
  new Account(1, "depositor").createKeyPair(login, password);
  const server = new S3rver({
    address: "127.0.0.1",
    port: 0,
    silent: true,
    directory: folder,
    configureBuckets: [{ name: "archive" }],
  });
  const { port } = await server.run();
  const front = await startS3Front(port, password, join(folder, "archive"));
  const proxy = await startCuttingProxy(front.port);
  const files = receivedFiles(join(folder, "archive"));
  const settings = {
    server: `http://127.0.0.1:${String(proxy.port)}`,
    bucket: "archive",
    directory: "exports/2024",
    login,
    partSize: 5 * 1024 * 1024,
    parallel: 1,
  };
  const secrets = { password };
  return {
    target: { settings, secrets },
    line: proxy.line,
    goesOn: true,
    received: (name) => files.received(`exports/2024/${name}${suffix}`),
    names: async () =>
      (await files.names())
        .filter((name) => name.endsWith(suffix) || name.startsWith(uploads))
        .map((name) =>
          name.startsWith(uploads)
            ? `${name}.part`
            : name.slice("exports/2024/".length, -suffix.length),
        ),
    wrong: {
      password: { settings, secrets: { password: "not-the-secret-key" } },
      directory: {
        settings: { ...settings, bucket: "not-there" },
        secrets,
      },
      address: {
        settings: {
          ...settings,
          server: `http://127.0.0.1:${String(await freePort())}`,
        },
        secrets,
      },
    },
    async close() {
      proxy.close();
      front.close();
      await server.close();
    },
  };
}
