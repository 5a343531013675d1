import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { emailTransport } from "../../../main/transports/email/index.ts";
import { noise } from "../../support/noise.ts";
import { deliveryOf, outgoingFile } from "../../support/outgoing-files.ts";
import { startMailServer } from "../../support/targets/mail-server.ts";
import { makeCertificate } from "../../support/targets/make-certificate.ts";

let scratch: string;
let fingerprint: string;
let plain: Awaited<ReturnType<typeof startMailServer>>;
let encrypted: Awaited<ReturnType<typeof startMailServer>>;
beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), "holdall-target-"));
  const made = makeCertificate(scratch);
  ({ fingerprint } = made);
  plain = await startMailServer("depositor", "mail-word", {
    disabledCommands: ["STARTTLS"],
  });
  encrypted = await startMailServer("depositor", "mail-word", {
    secure: true,
    key: readFileSync(made.keyFile),
    cert: readFileSync(made.certificateFile),
  });
});
afterAll(async () => {
  await plain.close();
  await encrypted.close();
  rmSync(scratch, { recursive: true });
});

const target = (more: object = {}) => ({
  settings: {
    server: `smtp://127.0.0.1:${String(plain.port)}`,
    login: "depositor",
    from: "holdall@example.org",
    recipients: ["archive@example.org"],
    allowUnencrypted: true,
    ...more,
  },
  secrets: { password: "mail-word" },
});

test("sends links to what is too large to attach", async () => {
  const files = [
    outgoingFile(scratch, "a.zip", noise(5000)),
    outgoingFile(scratch, "b.zip", noise(6000)),
  ];
  const place = target({ attachUpTo: 10_000, message: "Grüße vom Archiv." });
  const receipt = await emailTransport.deliver(
    deliveryOf(place, files).delivery,
  );
  const mail = plain.mails.at(-1);
  expect(mail?.attachments.size).toBe(0);
  for (const file of files) {
    // Without the line breaks that were put into long lines.
    expect(mail?.source.replaceAll("=\r\n", "")).toContain(file.sha256);
    expect(receipt.files.map(({ location }) => location)).toContain(file.link);
  }
  const [first] = files;
  if (first === undefined) throw new Error("listed above");
  const { link: _link, ...without } = first;
  await expect(
    emailTransport.deliver(
      deliveryOf(target({ attachUpTo: 10 }), [without]).delivery,
    ),
  ).rejects.toMatchObject({ code: "target.refused" });
});

test("has one name for a mail, however often it is sent", async () => {
  const file = outgoingFile(scratch, "named.zip");
  await emailTransport.deliver(deliveryOf(target(), [file]).delivery);
  await emailTransport.deliver(deliveryOf(target(), [file]).delivery);
  const names = plain.mails
    .slice(-2)
    .map(({ source }) => /^Message-ID: (.*)$/im.exec(source)?.[1]);
  expect(names[0]).toMatch(/^<holdall-/);
  expect(names[0]).toBe(names[1]);
});

test("tells which recipients were refused", async () => {
  const file = outgoingFile(scratch, "refused.zip");
  const some = await emailTransport.deliver(
    deliveryOf(
      target({ recipients: ["archive@example.org", "nobody@example.org"] }),
      [file],
    ).delivery,
  );
  expect(some.notes.join()).toContain("nobody@example.org");
  await expect(
    emailTransport.deliver(
      deliveryOf(target({ recipients: ["nobody@example.org"] }), [file])
        .delivery,
    ),
  ).rejects.toMatchObject({ code: "target.refused" });
});

test("names recipients neither to each other nor in the receipt where they are not to be seen", async () => {
  const file = outgoingFile(scratch, "blind.zip");
  const recipients = ["eva@example.org", "ole@example.org"];
  const place = target({
    recipients: [...recipients, "nobody@example.org"],
    blind: true,
  });
  const receipt = await emailTransport.deliver(
    deliveryOf(place, [file]).delivery,
  );
  const mail = plain.mails.at(-1);
  expect(mail?.to).toEqual(recipients);
  for (const told of [mail?.source, JSON.stringify(receipt)])
    expect(told).not.toMatch(/(?:eva|ole|nobody)@/);
  expect(receipt.target).toBe("e-mail to 3 recipients");
  expect(receipt.notes).toContain("The mail server refused 1 recipient.");
});

test("sends no password over a line that is not encrypted, unless it may", async () => {
  await expect(
    emailTransport.test(
      target({ allowUnencrypted: false }),
      new AbortController().signal,
    ),
  ).rejects.toMatchObject({ code: "target.not-trusted" });
});

test("encrypts from the first byte on, for the one certificate that is known", async () => {
  const server = `smtps://127.0.0.1:${String(encrypted.port)}`;
  const signal = new AbortController().signal;
  await expect(
    emailTransport.test(target({ server }), signal),
  ).rejects.toMatchObject({ code: "target.not-trusted" });
  await expect(
    emailTransport.test(
      target({ server, certificate: "00".repeat(32) }),
      signal,
    ),
  ).rejects.toMatchObject({ code: "target.not-trusted" });
  const file = outgoingFile(scratch, "encrypted.zip");
  await emailTransport.deliver(
    deliveryOf(target({ server, certificate: fingerprint }), [file]).delivery,
  );
  expect(encrypted.mails.at(-1)?.attachments.has("encrypted.zip")).toBe(true);
});

test.each([
  { from: "a@b\r\nBcc: everybody@example.org" },
  { recipients: ["a@b.example\nRCPT TO:<x@y>"] },
  { subject: "x\r\nBcc: everybody@example.org" },
  { recipients: [] },
])("refuses %j", (more) => {
  expect(() => {
    emailTransport.check(target(more));
  }).toThrow(expect.objectContaining({ code: "target.settings-invalid" }));
});
