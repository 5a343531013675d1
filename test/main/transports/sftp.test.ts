import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sftpTransport } from "../../../main/transports/sftp/index.ts";
import { noise } from "../../support/noise.ts";
import { deliveryOf, outgoingFile } from "../../support/outgoing-files.ts";
import { startProftpd } from "../../support/targets/proftpd.ts";
import { fingerprintOf } from "../../support/targets/sftp-bench.ts";

let scratch: string;
let server: Awaited<ReturnType<typeof startProftpd>>;
beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), "holdall-target-"));
  server = await startProftpd(scratch);
});
afterAll(async () => {
  await server.close();
  rmSync(scratch, { recursive: true });
});

const target = (more: object, secrets?: Record<string, string>) => ({
  settings: {
    server: `sftp://127.0.0.1:${String(server.sftpPort)}`,
    login: server.login,
    directory: server.folder,
    ...more,
  },
  secrets: secrets ?? { password: server.password },
});
const signal = () => new AbortController().signal;

test("logs in with a password, to a server of another make", async () => {
  const hostKey = fingerprintOf(server.hostKeyFile);
  const file = outgoingFile(scratch, "sub/x.zip", noise(3_000_000));
  const { delivery } = deliveryOf(target({ hostKey, verify: "content" }), [
    file,
  ]);
  const receipt = await sftpTransport.deliver(delivery);
  expect(receipt.files[0]?.compared).toEqual(["size", "sha256"]);
  expect(receipt.notes).toEqual([]);
  expect(receipt.hostKey).toBe(hostKey);
  expect(
    readFileSync(join(server.folder, "sub/x.zip")).equals(noise(3_000_000)),
  ).toBe(true);
});

test("sends nothing to a server whose key is not known, and names the key", async () => {
  await expect(sftpTransport.test(target({}), signal())).rejects.toMatchObject({
    code: "target.not-trusted",
    message: expect.stringContaining(
      fingerprintOf(server.hostKeyFile),
    ) as string,
  });
  await expect(
    sftpTransport.test(
      target({ hostKey: `SHA256:${"A".repeat(43)}`, trustFirstHostKey: true }),
      signal(),
    ),
  ).rejects.toMatchObject({ code: "target.not-trusted" });
});

test("trusts the first key when told to, reports it, and holds on to it", async () => {
  const hostKey = fingerprintOf(server.hostKeyFile);
  const place = target({ trustFirstHostKey: true });
  expect(await sftpTransport.test(place, signal())).toMatchObject({ hostKey });
  const file = outgoingFile(scratch, "first.zip");
  const first = deliveryOf(place, [file]);
  const receipt = await sftpTransport.deliver(first.delivery);
  expect(receipt.hostKey).toBe(hostKey);
  expect(receipt.notes.join()).toContain(hostKey);
  expect(first.saved()?.hostKey).toBe(hostKey);

  const other = outgoingFile(scratch, "second.zip");
  await expect(
    sftpTransport.deliver(
      deliveryOf(place, [other], {
        resumeFrom: {
          transport: "sftp",
          files: {},
          hostKey: `SHA256:${"B".repeat(43)}`,
        },
      }).delivery,
    ),
  ).rejects.toMatchObject({ code: "target.not-trusted" });
});

test("says that a private key cannot be read, without showing it", async () => {
  const privateKey = "-----BEGIN OPENSSH PRIVATE KEY-----\nnonsense\n";
  const failure: unknown = await sftpTransport
    .test(target({ trustFirstHostKey: true }, { privateKey }), signal())
    .catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: "target.login-failed" });
  expect(String((failure as Error).stack)).not.toContain("nonsense");
});

test.each([
  { server: "sftp://user:word@host" },
  { server: "ftp://host" },
  { server: "sftp://host/folder" },
  { directory: "a/../../b" },
  { hostKey: "MD5:00:11" },
])("refuses %j", (more) => {
  expect(() => {
    sftpTransport.check(target(more));
  }).toThrow(expect.objectContaining({ code: "target.settings-invalid" }));
});
