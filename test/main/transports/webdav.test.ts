import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { once } from "node:events";
import { createServer as createHttpServer, request } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer as createTlsServer } from "node:tls";
import { afterAll, beforeAll, expect, test } from "vitest";
import { webdavTransport } from "../../../main/transports/webdav/index.ts";
import { noise } from "../../support/noise.ts";
import { deliveryOf, outgoingFile } from "../../support/outgoing-files.ts";
import { makeCertificate } from "../../support/targets/make-certificate.ts";
import type { TargetBench } from "../../support/targets/target-bench.ts";
import { startWebdavBench } from "../../support/targets/webdav-bench.ts";

let scratch: string;
let bench: TargetBench;
let apache: URL;
beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), "holdall-target-"));
  bench = await startWebdavBench(scratch);
  apache = new URL((bench.target.settings as { server: string }).server);
});
afterAll(async () => {
  await bench.close();
  rmSync(scratch, { recursive: true });
});

const target = (server: string, more: object = {}) => ({
  settings: { ...(bench.target.settings as object), server, ...more },
  secrets: bench.target.secrets,
});

test("encrypts, for the one certificate that is known", async () => {
  const made = makeCertificate(scratch);
  const tls = createTlsServer(
    {
      key: readFileSync(made.keyFile),
      cert: readFileSync(made.certificateFile),
    },
    (socket) => {
      const upstream = connect(Number(apache.port), "127.0.0.1");
      socket.on("error", () => upstream.destroy());
      upstream.on("error", () => socket.destroy());
      socket.pipe(upstream).pipe(socket);
    },
  );
  tls.on("tlsClientError", () => {});
  tls.listen(0, "127.0.0.1");
  await once(tls, "listening");
  const server = `https://127.0.0.1:${String((tls.address() as AddressInfo).port)}/received`;
  const signal = new AbortController().signal;
  for (const certificate of [undefined, "00".repeat(32)]) {
    await expect(
      webdavTransport.test(
        target(server, certificate === undefined ? {} : { certificate }),
        signal,
      ),
    ).rejects.toMatchObject({ code: "target.not-trusted" });
  }
  const found = await webdavTransport.test(
    target(server, { certificate: made.fingerprint }),
    signal,
  );
  expect(found.notes).toEqual([]);
  tls.close();
});

test("sends whole files to servers that take no parts", async () => {
  const puts: (string | undefined)[] = [];
  const front = createHttpServer((incoming, answer) => {
    if (incoming.method === "PUT") puts.push(incoming.headers["content-range"]);
    const onward = request(
      {
        host: "127.0.0.1",
        port: apache.port,
        method: incoming.method,
        path: incoming.url,
        headers: {
          ...incoming.headers,
          ...(incoming.headers.destination === undefined
            ? {}
            : {
                host: apache.host,
                destination: `${apache.origin}${new URL(String(incoming.headers.destination)).pathname}`,
              }),
        },
      },
      (reply) => {
        answer.writeHead(reply.statusCode ?? 500, {
          ...reply.headers,
          server: "somebody else",
        });
        reply.pipe(answer);
      },
    );
    incoming.pipe(onward);
  });
  front.listen(0, "127.0.0.1");
  await once(front, "listening");
  const server = `http://127.0.0.1:${String((front.address() as AddressInfo).port)}/received`;
  const file = outgoingFile(scratch, "sub/whole.zip", noise(9_000_000));
  const receipt = await webdavTransport.deliver(
    deliveryOf(target(server, { verify: "content" }), [file]).delivery,
  );
  expect(receipt.files[0]?.compared).toEqual(["size", "sha256"]);
  expect(puts).toEqual([undefined]);
  expect(
    (await bench.received("sub/whole.zip"))?.equals(noise(9_000_000)),
  ).toBe(true);
  front.close();
  front.closeAllConnections();
});
