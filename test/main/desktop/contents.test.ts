import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { localAdministrator } from "../../../main/core/access.ts";
import { answerContent } from "../../../main/desktop/contents.ts";
import { safeName } from "../../../main/desktop/safe-name.ts";
import { AppError } from "../../../main/domain/errors.ts";

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "holdall-contents-"));
  await writeFile(join(root, "content"), "0123456789");
});
afterAll(() => rm(root, { recursive: true }));

const get = (
  path: string,
  headers: Record<string, string> = {},
  size = 10,
): Promise<Response> =>
  answerContent(new Request(`app://holdall${path}`, { headers }), {
    sessions: {
      fileLink: (token, id) =>
        Promise.resolve(
          token === `for-${String(id)}` ? { account: null, as: "show" } : null,
        ),
    },
    access: { callerOfLink: () => localAdministrator },
    files: {
      get(caller, id) {
        expect(caller).toBe(localAdministrator);
        if (id !== 7) throw new AppError("object.not-found", "None.");
        return {
          path: join(root, "content"),
          name: "page.html",
          mimeType: "text/html",
          size,
          sha256: "",
          lastModified: null,
        };
      },
    },
  });
const content = (id: number, token = `for-${String(id)}`): string =>
  `/api/holdall/files/${String(id)}/content?token=${token}`;

test("gives the content of a file, and parts of it, in which nothing can act", async () => {
  const whole = await get(content(7));
  expect(await whole.text()).toBe("0123456789");
  expect(whole.headers.get("content-security-policy")).toBe(
    "default-src 'none'; sandbox",
  );
  expect(whole.headers.get("x-content-type-options")).toBe("nosniff");
  const part = await get(content(7), { range: "bytes=8-" });
  expect([part.status, await part.text()]).toEqual([206, "89"]);
  expect((await get(content(7), { range: "bytes=10-" })).status).toBe(416);
});

test("gives nothing for a wrong link, and nothing that is not as the catalog says", async () => {
  expect((await get(content(7, "for-8"))).status).toBe(404);
  expect((await get(content(8))).status).toBe(404);
  expect((await get(content(7), {}, 11)).status).toBe(404);
});

test.each([
  ["../../etc/passwd", "passwd"],
  ["C:\\Windows\\win.ini", "win.ini"],
  ["a<b>:c.txt ", "a_b__c.txt"],
  [".bashrc", "bashrc"],
  ["con.txt", "file-con.txt"],
  ["", "file-"],
])("a file named %j is saved as %j", (name, expected) => {
  expect(safeName(name)).toBe(expected);
});
