import { readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { until } from "../../support/api-server.ts";
import { run } from "../../support/holdall.ts";
import {
  errorOf,
  startRspaceServer,
  type RspaceError,
  type RspaceJob,
  type RspaceServer,
} from "../../support/rspace-server.ts";

const hour = 3_600_000;

let rspace: RspaceServer;
/** An export of the user's that is completed. */
let done: RspaceJob;
beforeAll(async () => {
  rspace = await startRspaceServer();
  const { id } = await rspace.start("user", "export/xml/user");
  done = await rspace.ended("user", id);
});
afterAll(() => rspace.stop());

const linkOf = ({ _links }: RspaceJob, wanted: string) =>
  _links.find(({ rel }) => rel === wanted)?.link;
const nameOf = (job: RspaceJob) => linkOf(job, "enclosure")?.split("/").at(-1);
const self = (id: number) => ({
  link: `${rspace.url()}/api/v1/jobs/${String(id)}`,
  rel: "self",
});

describe("jobs", () => {
  it.each([
    ["jobs/999999", 404, 40402],
    ["jobs/0", 404, 40402],
    ["jobs/-1", 404, 40402],
    ["jobs/9223372036854775807", 404, 40402],
    ["jobs/abc", 400, 40006],
    ["jobs/1.5", 400, 40006],
    ["jobs/99999999999999999999", 400, 40006],
    ["jobs/%20", 400, 40006],
    ["jobs", 404, 40401],
    ["jobs/1/2", 404, 40401],
    ["status/more", 404, 40401],
    ["export/xml/user/1/2", 404, 40401],
  ])("%s: %i, %i", async (path, status, code) => {
    const method = path.startsWith("export") ? "POST" : "GET";
    expect(errorOf(await rspace.ask("user", method, path))).toEqual([
      status,
      code,
    ]);
  });

  it("somebody else's is as unknown as one that there never was", async () => {
    const [theirs, unknown] = await Promise.all(
      [done.id, 999_999].map((id) =>
        rspace.ask("admin", "GET", `jobs/${String(id)}`),
      ),
    );
    const told = (answer: typeof theirs) => {
      const { iso8601Timestamp: _now, ...body } = answer?.json() as RspaceError;
      return body;
    };
    expect(told(theirs)).toEqual(told(unknown));
  });

  it.each([
    ["DELETE", "jobs/1", "GET, HEAD"],
    ["POST", "jobs/1", "GET, HEAD"],
    ["PUT", "status", "GET, HEAD"],
    ["DELETE", "export/a.zip", "GET, HEAD"],
    ["POST", "export/xml", "GET, HEAD"],
    ["GET", "export/xml/user", "POST"],
    ["PUT", "export/html/user/5", "POST"],
    ["PATCH", "export/html/group", "POST"],
  ])("%s %s is not possible", async (method, path, allow) => {
    const answer = await rspace.ask("user", method, path);
    expect(errorOf(answer)).toEqual([405, 40501]);
    expect(answer.headers["allow"]).toBe(allow);
  });

  it("and everything else the reference names ask for a key", async () => {
    const { paths } = (await rspace.server().ask("/reference/json")).json() as {
      paths: Record<string, Record<string, { tags?: readonly string[] }>>;
    };
    const routes = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods)
        .filter(([, { tags }]) => tags?.includes("RSpace"))
        .map(([method]) => `${method} ${path}`),
    );
    expect(routes.filter((route) => !route.startsWith("head ")).sort()).toEqual(
      [
        "get /api/v1/export/{name}",
        "get /api/v1/jobs/{id}",
        "get /api/v1/status",
        "post /api/v1/export/{format}/{scope}",
        "post /api/v1/export/{format}/{scope}/{id}",
      ],
    );
    for (const route of routes) {
      const [method = "", path = ""] = route.split(" ");
      const answer = await rspace.ask(
        null,
        method.toUpperCase(),
        path.replace(/\{\w+\}/g, "x"),
      );
      expect(answer.status, route).toBe(401);
    }
  });

  it("share the prefix with easydb's paths, which begin with a number", async () => {
    const codes = async (method: string, path: string) => {
      const answer = await rspace.ask("user", method, path);
      return [answer.status, (answer.json() as { code?: string }).code];
    };
    expect(await codes("GET", "export")).toEqual([
      403,
      "error.user.not_authenticated",
    ]);
    expect(await codes("POST", "export/12/start")).toEqual([
      403,
      "error.user.not_authenticated",
    ]);
    expect(await codes("POST", "export/12/user")).toEqual([
      400,
      "error.api.invalid_api",
    ]);
    expect(await codes("PUT", "export/12")).toEqual([
      400,
      "error.api.invalid_request_method",
    ]);
    expect(await codes("GET", "nothing")).toEqual([
      400,
      "error.api.invalid_api",
    ]);
    expect((await rspace.ask("user", "GET", "v1/status")).json()).toEqual({
      message: "OK",
      rspaceVersion: expect.stringMatching(/^\d+\.\d+\.\d+$/) as string,
    });
  });

  it("rise while they run, with a number at every poll, and show no end before the slot is free", async () => {
    const { id } = await rspace.start("user", "export/html/user");
    const seen: RspaceJob[] = [];
    for (;;) {
      const now = await rspace.job("user", id);
      seen.push(now);
      if (now.status === "COMPLETED") break;
      expect(now.result).toBeNull();
      expect(now._links).toEqual([self(id)]);
    }
    const next = await rspace.start("user", "export/html/user");
    await rspace.ended("user", next.id);
    expect([...new Set(seen.map(({ status }) => status))]).toEqual(
      ["STARTING", "STARTED", "COMPLETED"].filter((status) =>
        seen.some((one) => one.status === status),
      ),
    );
    const order = ["STARTING", "STARTED", "COMPLETED"];
    for (const [index, { status, percentComplete }] of seen.entries()) {
      const before = seen[index - 1];
      expect(order.indexOf(status)).toBeGreaterThanOrEqual(
        order.indexOf(before?.status ?? "STARTING"),
      );
      expect(percentComplete).toBeTypeOf("number");
      expect(percentComplete).toBeGreaterThanOrEqual(
        before?.percentComplete ?? 0,
      );
      if (status === "STARTED") {
        expect(percentComplete).toBeGreaterThan(0);
        expect(percentComplete).toBeLessThan(100);
        expect(String(percentComplete)).toMatch(/^\d+(?:\.\d{1,2})?$/);
      }
    }
    expect(seen.at(-1)?.percentComplete).toBe(100);
  });
});

describe("a completed job", () => {
  it("says what the archive is, measured on the file", async () => {
    const name = nameOf(done) ?? "";
    expect(name).toMatch(/^[A-Za-z][\w-]*\.zip$/);
    expect(done).toEqual({
      id: done.id,
      status: "COMPLETED",
      percentComplete: 100,
      result: {
        checksum: expect.stringMatching(/^\d{1,10}$/) as string,
        algorithm: "CRC32",
        size: expect.any(Number) as number,
        expiryDate: expect.stringMatching(
          /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/,
        ) as string,
      },
      _links: [
        { link: `${rspace.url()}/api/v1/export/${name}`, rel: "enclosure" },
        self(done.id),
      ],
    });
    const { body } = await rspace.fetch("user", done);
    expect(done.result).toMatchObject({
      checksum: String(crc32(body)),
      size: body.length,
    });
    const file = join(rspace.world.data, name);
    await writeFile(file, body);
    expect(await run("unzip", ["-tq", file])).toMatchObject({ code: 0 });
    const { stdout } = await run("unzip", ["-Z1", file]);
    for (const path of stdout.trim().split("\n"))
      expect(path.split("/")[0]).toBe(name.replace(/\.zip$/, ""));
  });

  it("expires 48 hours after its completion, at one time for all polls", async () => {
    const again = await rspace.job("user", done.id);
    expect(again).toEqual(done);
    const token = await rspace.server().logIn("admin@example.org");
    const { finishedAt } = (await rspace
      .server()
      .command(token, "runs.get", { run: done.id })) as { finishedAt: number };
    expect(done.result).toMatchObject({
      expiryDate: new Date(finishedAt + 48 * hour).toISOString(),
    });
  });
});

describe("downloads", () => {
  it("are whole, in parts, or of the head alone", async () => {
    const path = `export/${nameOf(done) ?? ""}`;
    const whole = await rspace.ask("user", "GET", path, {
      headers: {
        Accept: "application/octet-stream",
        "Accept-Encoding": "gzip, deflate",
      },
    });
    expect(whole.status).toBe(200);
    expect(whole.headers).toMatchObject({
      "content-type": "application/octet-stream",
      "content-length": String(whole.body.length),
      "content-disposition": `attachment; filename="${nameOf(done) ?? ""}"`,
    });
    expect(whole.headers["content-encoding"]).toBeUndefined();
    const head = await rspace.ask("user", "HEAD", path);
    expect(head.status).toBe(200);
    expect(head.headers["content-length"]).toBe(String(whole.body.length));
    expect(head.body).toHaveLength(0);
    const part = await rspace.ask("user", "GET", path, {
      headers: { Range: "bytes=10-19" },
    });
    expect(part.status).toBe(206);
    expect(part.body).toEqual(whole.body.subarray(10, 20));
    const beyond = await rspace.ask("user", "GET", path, {
      headers: { Range: `bytes=${String(whole.body.length)}-` },
    });
    expect(errorOf(beyond)[0]).toBe(416);
    const short = await rspace.ask("user", "GET", path.replace(/\.zip$/, ""));
    expect(short.body).toEqual(whole.body);
    const token = await rspace.server().logIn("admin@example.org");
    const record = await until(async () => {
      const lines = (await rspace
        .server()
        .command(token, "audit.list", { limit: 100, run: done.id })) as {
        action: string;
      }[];
      return (
        lines.some(({ action }) => action === "archive.downloaded") && lines
      );
    });
    for (const action of ["run.started", "archive.downloaded"])
      expect(record).toContainEqual(
        expect.objectContaining({
          action,
          who: "user@example.org",
          door: "rspace",
        }),
      );
  });

  it.each([
    ["nothing.zip", 404, 40402],
    ["nothing", 404, 40402],
    ["1archive.zip", 422, 42201],
    ["archive.tar", 422, 42201],
    ["archive.zip.zip", 422, 42201],
    ["-archive.zip", 422, 42201],
    ["..%2F..%2Fcatalog.sqlite", 422, 42201],
    ["a%00b", 422, 42201],
    ["%C3%84rger.zip", 422, 42201],
  ])("%s: %i, %i", async (name, status, code) => {
    const answer = await rspace.ask("user", "GET", `export/${name}`);
    expect(errorOf(answer)).toEqual([status, code]);
  });

  it("are for the owner alone", async () => {
    const path = `export/${nameOf(done) ?? ""}`;
    expect(errorOf(await rspace.ask("admin", "GET", path))).toEqual([
      404, 40402,
    ]);
    expect(errorOf(await rspace.ask(null, "GET", path))).toEqual([401, 40101]);
  });
});

describe("jobs that come to nothing", () => {
  it("are abandoned when they are cancelled in the window", async () => {
    const { id } = await rspace.start("curator", "export/xml/user");
    const token = await rspace.server().logIn("admin@example.org");
    await rspace.server().command(token, "runs.cancel", { run: id });
    const job = await rspace.ended("curator", id);
    expect(job).toMatchObject({ status: "ABANDONED", _links: [self(id)] });
    expect(job.percentComplete).toBeTypeOf("number");
    expect(job.result).toMatchObject({
      status: "INTERNAL_SERVER_ERROR",
      httpCode: 500,
      message: "The run was cancelled.",
      errors: ["The run was cancelled."],
    });
    // Nothing changes any more, and the slot is free.
    expect(await rspace.job("curator", id)).toEqual(job);
    const next = await rspace.start("curator", "export/xml/user");
    await rspace.ended("curator", next.id);
  });

  it("say why they failed", async () => {
    const { id } = await rspace.start("curator", "export/xml/user");
    await rspace.ended("curator", id);
    rspace.sql(
      "UPDATE run SET state = 'failed', result = NULL, error = ? WHERE id = ?",
      JSON.stringify({
        code: "disk.full",
        kind: "failed",
        message: "The disk is full.",
      }),
      id,
    );
    const job = await rspace.job("curator", id);
    expect(job).toMatchObject({
      status: "FAILED",
      result: {
        httpCode: 500,
        internalCode: 50001,
        message: "The disk is full.",
        errors: ["The disk is full."],
        data: null,
      },
      _links: [self(id)],
    });
  });

  it.each(["SIGKILL", "SIGTERM"] as const)(
    "are abandoned when the program ends by %s, at work or waiting, while other runs go on",
    async (signal) => {
      const token = await rspace.server().logIn("admin@example.org");
      const { id: first } = await rspace.start("user", "export/html/user");
      const { percentComplete } = await until(async () => {
        const now = await rspace.job("user", first);
        return now.status === "STARTED" && now;
      });
      const { id: other } = (await rspace
        .server()
        .command(token, "exports.create", {
          options: {
            format: "saf",
            packer: "zip",
            migrate: false,
            bitstreams: true,
            withdrawn: false,
            verify: true,
          },
        })) as { id: number };
      const { id: second } = await rspace.start("curator", "export/xml/user");
      await rspace.restart(signal);
      const working = await rspace.job("user", first);
      const waiting = await rspace.job("curator", second);
      expect(working.percentComplete).toBeGreaterThanOrEqual(percentComplete);
      for (const job of [working, waiting])
        expect(job).toMatchObject({
          status: "ABANDONED",
          result: { httpCode: 500, errors: [expect.any(String)] },
          _links: [self(job.id)],
        });
      const again = await rspace.server().logIn("admin@example.org");
      const ended = await until(async () => {
        const now = (await rspace
          .server()
          .command(again, "runs.get", { run: other })) as {
          state: string;
          origin: string;
        };
        return !["queued", "processing"].includes(now.state) && now;
      });
      expect(ended).toMatchObject({ state: "done", origin: "holdall" });
      // What was completed before stays so.
      const kept = await rspace.job("user", done.id);
      expect(kept.result).toEqual(done.result);
      expect((await rspace.fetch("user", kept)).status).toBe(200);
      const next = await rspace.start("user", "export/xml/user");
      expect((await rspace.ended("user", next.id)).status).toBe("COMPLETED");
    },
  );
});

describe("expiry", () => {
  const age = (id: number, milliseconds: number) => {
    rspace.sql(
      "UPDATE run SET finished_at = finished_at - ? WHERE id = ?",
      milliseconds,
      id,
    );
  };

  it("takes the link and the file, and leaves the job with its result", async () => {
    const { id } = await rspace.start("curator", "export/xml/user");
    const fresh = await rspace.ended("curator", id);
    const name = nameOf(fresh) ?? "";
    const stored = async () =>
      (
        await readdir(join(rspace.world.data, "exports"), { recursive: true })
      ).some((path) => path.endsWith(name));
    expect(await stored()).toBe(true);
    age(id, 48 * hour - 60_000);
    expect(linkOf(await rspace.job("curator", id), "enclosure")).toBeDefined();
    age(id, 60_001);
    const old = await rspace.job("curator", id);
    const { checksum, size } = fresh.result as {
      checksum: string;
      size: number;
    };
    expect(old).toMatchObject({
      status: "COMPLETED",
      percentComplete: 100,
      result: { checksum, size, algorithm: "CRC32" },
      _links: [self(id)],
    });
    expect(
      errorOf(await rspace.ask("curator", "GET", `export/${name}`)),
    ).toEqual([404, 40402]);
    await rspace.restart("SIGTERM");
    await until(async () => !(await stored()));
    expect((await rspace.job("curator", id)).result).toEqual(old.result);
    expect(
      errorOf(await rspace.ask("curator", "GET", `export/${name}`)),
    ).toEqual([404, 40402]);
  });

  it("an archive that somebody has removed is not offered", async () => {
    const { id } = await rspace.start("curator", "export/xml/user");
    const fresh = await rspace.ended("curator", id);
    const name = nameOf(fresh) ?? "";
    const exports = join(rspace.world.data, "exports");
    const [path = ""] = (await readdir(exports, { recursive: true })).filter(
      (one) => one.endsWith(name),
    );
    await rm(join(exports, path));
    const job = await rspace.job("curator", id);
    expect(job._links).toEqual([self(id)]);
    expect(
      errorOf(await rspace.ask("curator", "GET", `export/${name}`)),
    ).toEqual([404, 40402]);
  });
});
