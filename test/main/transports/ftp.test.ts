import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ftpTransport } from "../../../main/transports/ftp/index.ts";
import { noise } from "../../support/noise.ts";
import { deliveryOf, outgoingFile } from "../../support/outgoing-files.ts";
import { startProftpd } from "../../support/targets/proftpd.ts";

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

const target = (protocol: string, more: object = {}) => ({
  settings: {
    server: `${protocol}://127.0.0.1:${String(server.port)}`,
    login: server.login,
    ...more,
  },
  secrets: { password: server.password },
});

test("encrypts login and files, for the one certificate that is known", async () => {
  const file = outgoingFile(scratch, "deep/er/x.zip", noise(3_000_000));
  const receipt = await ftpTransport.deliver(
    deliveryOf(
      target("ftps", { certificate: server.fingerprint, verify: "content" }),
      [file],
    ).delivery,
  );
  expect(receipt.files[0]?.compared).toEqual(["size", "sha256"]);
  expect(receipt.notes).toEqual([]);
  expect(
    readFileSync(join(server.folder, "deep/er/x.zip")).equals(noise(3_000_000)),
  ).toBe(true);
});

test.each([undefined, "00:".repeat(31) + "00"])(
  "sends no password to a server with another certificate than %s",
  async (certificate) => {
    await expect(
      ftpTransport.test(
        target("ftps", certificate === undefined ? {} : { certificate }),
        new AbortController().signal,
      ),
    ).rejects.toMatchObject({ code: "target.not-trusted" });
  },
);

test("says that plain FTP is not encrypted", async () => {
  const found = await ftpTransport.test(
    target("ftp"),
    new AbortController().signal,
  );
  expect(found.notes.join()).toContain("not encrypted");
});
