import { createServer, type IncomingMessage } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { s3Transport } from "../../../main/transports/s3/index.ts";
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
let begun = 0;
let complete = false;

const stepOf = ({ method = "", url = "" }: IncomingMessage) =>
  method === "POST"
    ? url.includes("uploadId=")
      ? "complete"
      : "begin"
    : method === "PUT"
      ? "part"
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
  begun = 0;
  complete = false;
});

async function deliver(existing: "refuse" | "replace" = "refuse") {
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
      patience: {
        connectMs: 5000,
        idleMs: 5000,
        attempts: 3,
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
