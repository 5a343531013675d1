import { createServer, type IncomingMessage } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { s3Transport } from "../../../main/transports/s3/index.ts";
import type { DeliveryState } from "../../../main/domain/delivery.ts";
import type { AppError } from "../../../main/domain/errors.ts";
import { noise } from "../../support/noise.ts";
import { deliveryOf, outgoingFile } from "../../support/outgoing-files.ts";
import { temporaryFolder } from "../../support/package-files.ts";

interface Answer {
  readonly status: number;
  readonly body?: string;
  readonly headers?: Record<string, string>;
}

const error = (code: string) =>
  `<?xml version="1.0"?><Error><Code>${code}</Code><Message>because</Message></Error>`;
/** Answers of services that a test cannot make a real one give; what is not listed goes well. */
let answers: Record<string, Answer[]> = {};
let asked: string[] = [];
/** Addresses of what was removed. */
let removed: string[] = [];
let begun = 0;
let complete = false;

const stepOf = ({ method = "", url = "" }: IncomingMessage) =>
  method === "POST"
    ? url.includes("uploadId=")
      ? "complete"
      : "begin"
    : method === "PUT"
      ? "part"
      : url.includes("uploads=")
        ? "list"
        : method.toLowerCase();

const usual = (step: string): Answer => {
  switch (step) {
    case "head":
      return complete
        ? { status: 200, headers: { "content-length": "1000", etag: '"e"' } }
        : { status: 404 };
    case "begin":
      return {
        status: 200,
        body: `<R><UploadId>u&amp;${String(++begun)}</UploadId></R>`,
      };
    case "part":
      return { status: 200, headers: { etag: '"p"' } };
    default:
      return { status: 200, body: "<R/>" };
  }
};
const server = createServer((request, reply) => {
  request.resume();
  request.on("end", () => {
    const step = stepOf(request);
    if (step === "delete") removed.push(request.url ?? "");
    const scripted = answers[step]?.shift();
    if (step === "complete" && scripted === undefined) complete = true;
    const { status, body, headers } = scripted ?? usual(step);
    asked.push(step);
    reply.writeHead(status, headers).end(request.method === "HEAD" ? "" : body);
  });
});

beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});
beforeEach(() => {
  answers = {};
  asked = [];
  removed = [];
  begun = 0;
  complete = false;
});

async function deliver(
  existing: "refuse" | "replace" = "refuse",
  resumeFrom: DeliveryState | null = null,
) {
  await using folder = temporaryFolder();
  const retries: AppError[] = [];
  const { delivery, saved } = deliveryOf(
    {
      settings: {
        server: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
        bucket: "archive",
        login: "KEYID",
      },
      secrets: { password: "the-secret-key" },
    },
    [outgoingFile(folder.path, "x.zip", noise(1000))],
    {
      existing,
      resumeFrom,
      patience: {
        connectMs: 5000,
        idleMs: 5000,
        attempts: 5,
        firstDelayMs: 1,
        longestDelayMs: 1,
      },
      onRetry: (failure) => retries.push(failure),
    },
  );
  const receipt = await s3Transport.deliver(delivery);
  return { receipt, retries, saved };
}

test("tries again when the service is busy", async () => {
  answers = {
    part: [
      { status: 503, body: error("SlowDown") },
      { status: 500, body: "<html>" },
    ],
  };
  const { retries } = await deliver();
  expect(retries.map(({ code }) => code)).toEqual([
    "target.busy",
    "target.busy",
  ]);
  expect(begun).toBe(1);
});

test("does not take a failure for success because it was announced as one", async () => {
  answers = { complete: [{ status: 200, body: error("InternalError") }] };
  const { retries } = await deliver();
  expect(retries).toHaveLength(1);
  expect(asked.filter((step) => step === "complete")).toHaveLength(2);
  expect(asked.filter((step) => step === "part")).toHaveLength(1);
});

test("begins anew when the service has forgotten the upload", async () => {
  answers = { complete: [{ status: 404, body: error("NoSuchUpload") }] };
  await deliver();
  expect(begun).toBe(2);
  expect(asked.filter((step) => step === "part")).toHaveLength(2);
});

const count = (step: string) => asked.filter((one) => one === step).length;

test("gives up an upload that the service cannot complete again and again, and begins anew", async () => {
  const fails = { status: 500, body: error("InternalError") };
  answers = { complete: [fails, fails, fails] };
  const { retries } = await deliver();
  expect(retries).toHaveLength(3);
  expect({ begun, aborted: count("delete"), parts: count("part") }).toEqual({
    begun: 2,
    aborted: 1,
    parts: 2,
  });
});

test("does not begin anew for ever", async () => {
  answers = {
    complete: Array.from({ length: 50 }, () => ({
      status: 500,
      body: error("InternalError"),
    })),
  };
  await expect(deliver()).rejects.toMatchObject({ code: "target.busy" });
  expect(count("complete")).toBeLessThan(10);
});

test("begins anew when the service has lost a part", async () => {
  answers = { complete: [{ status: 400, body: error("InvalidPart") }] };
  await deliver();
  expect({ begun, aborted: count("delete") }).toEqual({ begun: 2, aborted: 1 });
});

const hours = 3_600_000;
/** An upload as a service lists it. */
const openUpload = (key: string, id: string, age: number | null) =>
  `<Upload><Key>${key}</Key><UploadId>${id}</UploadId>${
    age === null
      ? ""
      : `<Initiated>${new Date(Date.now() - age).toISOString()}</Initiated>`
  }</Upload>`;

test("gives up what was begun under the same name more than a day ago, and leaves what may be another's", async () => {
  const list = [
    openUpload("x.zip", "forgotten", 25 * hours),
    openUpload("x.zip", "under-way", 23 * hours),
    openUpload("x.zip", "of-no-age", null),
    openUpload("x.zip.old", "of-another-name", 25 * hours),
  ];
  answers = { list: [{ status: 200, body: `<L>${list.join("")}</L>` }] };
  await deliver("replace");
  expect(removed).toEqual(["/archive/x.zip?uploadId=forgotten"]);
});

test("delivers where uploads can be listed but not aborted, and says so", async () => {
  const list = openUpload("x.zip", "forgotten", 25 * hours);
  answers = {
    list: [{ status: 200, body: `<L>${list}</L>` }],
    delete: [{ status: 403, body: error("AccessDenied") }],
  };
  const { receipt } = await deliver("replace");
  expect(removed).toHaveLength(1);
  expect(receipt.notes.join("\n")).toContain("does not let uploads be aborted");
});

test("delivers where uploads cannot be listed", async () => {
  answers = { list: [{ status: 403, body: error("AccessDenied") }] };
  await deliver("replace");
  expect(begun).toBe(1);
});

test.each(["replace", "refuse"] as const)(
  "sends nothing of what was completed before anybody could write that down (%s)",
  async (existing) => {
    const known = (await deliver()).saved()?.files["x.zip"]?.sha256 ?? "";
    const uploadId = "lost";
    const progress = { uploadId, partSize: 8 * 1024 * 1024, etags: {} };
    asked = [];
    answers = {
      head: [
        {
          status: 200,
          headers: {
            "content-length": "1000",
            // As with keys of the service's own: it is no hash.
            etag: '"opaque-1"',
            "x-amz-meta-sha256": known,
          },
        },
      ],
    };
    const { receipt } = await deliver(existing, {
      transport: "s3",
      files: { "x.zip": { sha256: known, progress } },
    });
    expect(asked).toEqual(["head"]);
    expect(receipt.files).toMatchObject([{ compared: ["checksum", "size"] }]);
  },
);

test.each([
  [{ part: [{ status: 403, body: error("AccessDenied") }] }, "target.refused"],
  [
    { begin: [{ status: 403, body: error("InvalidAccessKeyId") }] },
    "target.login-failed",
  ],
  [
    {
      head: [{ status: 403 }],
      get: [{ status: 403, body: error("SignatureDoesNotMatch") }],
    },
    "target.login-failed",
  ],
  [{ part: [{ status: 507, body: "" }] }, "target.full"],
  [{ complete: [{ status: 412, body: "" }] }, "target.exists"],
  [
    { begin: [{ status: 400, body: error("AuthorizationHeaderMalformed") }] },
    "target.refused",
  ],
  [{ begin: [{ status: 200, body: "<html>" }] }, "target.refused"],
])("understands %j", async (given: Record<string, Answer[]>, code) => {
  answers = structuredClone(given);
  await expect(deliver()).rejects.toMatchObject({ code });
});
