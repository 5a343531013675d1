import SQLite from "better-sqlite3";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  addKey,
  password,
  startApiServer,
  until,
  type Answer,
  type ApiServer,
} from "../../support/api-server.ts";
import { makeApiWorld, type ApiWorld } from "../../support/api-world.ts";
import { startMailServer } from "../../support/targets/mail-server.ts";

interface Export {
  readonly _state: string;
  readonly _transports: {
    readonly _id: number;
    readonly _state: string;
    readonly email: object | null;
    readonly _download: { _files: { url: string }[] } | null;
  }[];
  readonly export: { readonly _id: number };
}

const publicAddress = "https://archive.example.org/holdall";
const login = "depositor";
const secret = "mail-pass word/ü";
let world: ApiWorld;
let server: ApiServer;
let token: string;
let key: string;
let mails: Awaited<ReturnType<typeof startMailServer>>;

beforeAll(async () => {
  world = await makeApiWorld();
  key = await addKey(world.data, "admin@example.org");
  mails = await startMailServer(login, secret, {
    disabledCommands: ["STARTTLS"],
  });
  const catalog = new SQLite(join(world.data, "catalog.sqlite"));
  catalog.exec(
    `INSERT INTO group_account (group_id, account_id) SELECT g.id, a.id FROM account_group g, account a
     WHERE g.name = 'Anonymous' AND a.email IN ('user@example.org', 'curator@example.org')`,
  );
  catalog.close();
  server = await startApiServer(world.data);
  token = await signIn("admin@example.org");
});
afterAll(async () => {
  await server.stop();
  await mails.close();
  await world.remove();
});

async function signIn(name: string): Promise<string> {
  const session = (await server.ask("/api/v1/session")).json();
  const { token: fresh } = session as { token: string };
  await server.ask(
    `/api/v1/session/authenticate?${new URLSearchParams({ token: fresh, login: name, password }).toString()}`,
    { method: "POST" },
  );
  return fresh;
}
const call = (method: string, path: string, body?: unknown) =>
  server.ask(`/api/v1/export${path}`, {
    method,
    headers: { "X-Easydb-Token": token },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
const codeOf = (answer: Answer) =>
  [answer.status, (answer.json() as { code: string }).code] as const;
const refused = [400, "error.api.invalid_value"] as const;
const asleep = [{ days_of_month: [31], weekdays: ["sunday"] }];
let made = 0;
const put = (...transports: object[]) =>
  call("PUT", "", {
    _schedules: asleep,
    _transports: transports,
    export: { name: `Plans ${String(++made)}`, search: {}, json: true },
  });
async function ended(answer: Answer): Promise<Export> {
  expect(answer.status, answer.text).toBe(200);
  const path = `/${String((answer.json() as Export).export._id)}`;
  await call("POST", `${path}/start`);
  return until(async () => {
    const found = (await call("GET", path)).json() as Export;
    return ["done", "failed"].includes(found._state) && found;
  });
}
const command = (name: string, input: object) =>
  server.as(key, `/api/holdall/commands/${name}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(input),
  });
const setMail = (mail: object | null) =>
  command("mail.set", {
    mail,
    ...(mail === null ? {} : { password: secret }),
  });
const someone = (address: string) => ({
  _basetype: "user",
  user: { type: "email", login: address },
});
const to = (...recipients: object[]) => ({
  email: { recipients, message: "Here are the plans." },
});
const numberOf = (sql: string): number => {
  const catalog = new SQLite(join(world.data, "catalog.sqlite"));
  try {
    return catalog.prepare<[], number>(sql).pluck().get() ?? 0;
  } finally {
    catalog.close();
  }
};

const accountOf = (email: string) => ({
  _basetype: "user",
  user: {
    _id: numberOf(`SELECT id FROM account WHERE email = '${email}'`),
  },
});
const groupOf = (name: string) => ({
  _basetype: "group",
  group: {
    _id: numberOf(`SELECT id FROM account_group WHERE name = '${name}'`),
  },
});
const emailTo = (...recipients: object[]) => ({
  type: "email",
  ...to(...recipients),
});
const anybody = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    someone(`reader${String(index)}@example.org`),
  );

describe("mails about exports (easydb.md section 6)", () => {
  it("are refused as long as no mail server is known", async () => {
    for (const type of ["email", "download"])
      expect(
        codeOf(await put({ type, ...to(someone("eva@example.org")) })),
      ).toEqual(refused);
  });

  it("need a mail server that can be one", async () => {
    const answer = await setMail({
      server: "https://mail.example.org",
      from: "holdall@example.org",
    });
    expect(answer.status).toBe(400);
    expect(answer.text).toContain("target.settings-invalid");
  });

  describe("with a mail server", () => {
    const settings = () => ({
      server: `smtp://127.0.0.1:${String(mails.port)}`,
      from: "holdall@example.org",
      login,
      allowUnencrypted: true,
    });
    beforeAll(async () => {
      const answer = await setMail({ ...settings(), publicAddress });
      expect(answer.text).toContain('"password":"memory"');
    });

    it("lead to what can be fetched without a session", async () => {
      const group = numberOf(
        "SELECT id FROM account_group WHERE name = 'Administrator'",
      );
      const account = numberOf(
        "SELECT id FROM account WHERE email = 'user@example.org'",
      );
      const recipients = [
        someone("eva@example.org"),
        { _basetype: "user", user: { _id: account } },
        { _basetype: "group", group: { _id: group } },
      ];
      const one = await ended(
        await put({ type: "email", ...to(...recipients) }),
      );
      expect(one).toMatchObject({
        _state: "done",
        _transports: [{ _state: "done", email: { recipients } }],
      });
      expect(mails.mails).toHaveLength(1);
      const [mail] = mails.mails.splice(0);
      expect([...(mail?.to ?? [])].sort()).toEqual([
        "admin@example.org",
        "eva@example.org",
        "user@example.org",
      ]);
      expect(mail?.attachments.size).toBe(0);
      const said = (mail?.source ?? "").replace(/=\r\n/g, "");
      expect(said).toContain("Here are the plans.");
      const link = new RegExp(`${publicAddress}(/api/\\S+)`).exec(said)?.[1];
      const archive = await server.ask(link ?? "");
      expect([archive.status, archive.headers["content-type"]]).toEqual([
        200,
        "application/zip",
      ]);
    });

    it("tell people of a download, and its addresses", async () => {
      const answer = await put({
        type: "download",
        ...to(someone("eva@example.org")),
      });
      expect(answer.text).not.toContain("mail-pass");
      const one = await ended(answer);
      const [transport] = one._transports;
      expect(transport).toMatchObject({ _state: "done" });
      const url = transport?._download?._files[0]?.url ?? "";
      const [mail] = mails.mails.splice(0);
      expect((mail?.source ?? "").replace(/=\r\n/g, "")).toContain(url);
      // Who says nothing of the transports keeps them, with who is told.
      const path = `/${String(one.export._id)}`;
      const after = await call("POST", path, { export: { xml: true } });
      expect((after.json() as Export)._transports).toMatchObject([
        { _id: transport?._id, email: transport?.email },
      ]);
    });

    it("have the files with them where nobody could follow a link", async () => {
      await setMail(settings());
      const one = await ended(
        await put({ type: "email", ...to(someone("eva@example.org")) }),
      );
      expect(one._transports).toMatchObject([{ _state: "done" }]);
      expect([...(mails.mails.splice(0)[0]?.attachments.keys() ?? [])]).toEqual(
        [expect.stringMatching(/\.zip$/)],
      );
    });

    it("are told of in the protocol when they cannot be sent, and the export is done", async () => {
      const one = await ended(
        await put({ type: "email", ...to(someone("nobody@example.org")) }),
      );
      expect(one).toMatchObject({
        _state: "done",
        _transports: [{ _state: "failed" }],
      });
    });

    describe("of somebody who is no administrator", () => {
      beforeAll(async () => {
        token = await signIn("user@example.org");
        await setMail(settings());
      });
      afterAll(async () => {
        token = await signIn("admin@example.org");
      });

      it("go to no account or group that they may not see, as if it did not exist", async () => {
        const unknown = await put(emailTo({ user: { _id: 999999 } }));
        const hidden = await put(emailTo(accountOf("admin@example.org")));
        expect(codeOf(hidden)).toEqual(refused);
        expect(hidden.text).toBe(unknown.text);
        const group = await put(emailTo(groupOf("Administrator")));
        expect(codeOf(group)).toEqual(refused);
        expect(group.text).toBe(
          (await put(emailTo({ group: { _id: 999999 } }))).text,
        );
        // Nor does a transport that is changed afterwards.
        const one = await put(emailTo(accountOf("user@example.org")));
        expect(one.status, one.text).toBe(200);
        const path = `/${String((one.json() as Export).export._id)}`;
        expect(
          codeOf(
            await call("POST", path, {
              _transports: [emailTo(accountOf("curator@example.org"))],
            }),
          ),
        ).toEqual(refused);
      });

      it("tell nobody what the others' addresses are", async () => {
        const one = await ended(
          await put(
            emailTo(groupOf("Anonymous"), someone("nobody@example.org")),
          ),
        );
        expect(one._transports).toMatchObject([{ _state: "done" }]);
        const [mail] = mails.mails.splice(0);
        expect([...(mail?.to ?? [])].sort()).toEqual([
          "curator@example.org",
          "user@example.org",
        ]);
        expect(mail?.source).not.toContain("curator@example.org");
        const shown = await call("GET", `/${String(one.export._id)}`);
        expect(shown.text).toContain("3 recipients");
        expect(shown.text).toContain("refused 1 recipient");
        expect(shown.text).not.toContain("curator@example.org");
        expect(shown.text).not.toContain("127.0.0.1");
      });
    });

    it("go to a hundred people at the most, with a text of 64 KiB at the most", async () => {
      const message = "ü".repeat(32 * 1024);
      const wish = (count: number, said: string) => ({
        type: "email",
        email: { recipients: anybody(count), message: said },
      });
      const most = await put(wish(100, message));
      expect(most.status, most.text).toBe(200);
      expect(codeOf(await put(wish(101, "")))).toEqual(refused);
      const long = await put(wish(1, `${message}!`));
      expect(codeOf(long)).toEqual(refused);
      expect(long.text).toContain("email.message");
    });

    it("are sent by the server of the site as it is then, for exports that were saved before too", async () => {
      await setMail(settings());
      const saved = await put(emailTo(someone("eva@example.org")));
      const moved = await startMailServer("mover", "other-word", {
        disabledCommands: ["STARTTLS"],
      });
      try {
        const changed = await command("mail.set", {
          mail: {
            ...settings(),
            server: `smtp://127.0.0.1:${String(moved.port)}`,
            login: "mover",
          },
          password: "other-word",
        });
        expect(changed.status, changed.text).toBe(200);
        expect((await ended(saved))._transports).toMatchObject([
          { _state: "done" },
        ]);
        expect([mails.mails.length, moved.mails.length]).toEqual([0, 1]);
        await setMail(null);
        const without = await ended(saved);
        expect(without._transports).toMatchObject([{ _state: "failed" }]);
        expect([mails.mails.length, moved.mails.length]).toEqual([0, 1]);
      } finally {
        await moved.close();
        await setMail(settings());
      }
    });

    it("keep the password of a server from another", async () => {
      await setMail(settings());
      const words: unknown[] = [];
      const other = await startMailServer(login, secret, {
        disabledCommands: ["STARTTLS"],
        onAuth({ password: word }, _session, answer) {
          words.push(word);
          answer(null, { user: login });
        },
      });
      const elsewhere = {
        ...settings(),
        server: `smtp://127.0.0.1:${String(other.port)}`,
      };
      try {
        const refusal = await command("mail.set", { mail: elsewhere });
        expect(refusal.status).toBe(400);
        expect(refusal.text).toContain("needs a password");
        // Nor by way of one that needs none.
        const { login: _login, ...open } = elsewhere;
        const without = await command("mail.set", { mail: open });
        expect(without.status, without.text).toBe(200);
        const detour = await command("mail.set", { mail: elsewhere });
        expect(detour.status).toBe(400);
        // Whoever stays with a server need not say the password again.
        await setMail(settings());
        const same = await command("mail.set", {
          mail: { ...settings(), from: "archive@example.org" },
        });
        expect(same.status, same.text).toBe(200);
        await ended(await put(emailTo(someone("eva@example.org"))));
        expect(mails.mails.splice(0)).toHaveLength(1);
        expect(words).toEqual([]);
      } finally {
        await other.close();
      }
    });

    it.each([
      [{ type: "email" }, "attribute_expected"],
      [{ type: "email", ...to() }, "attribute_expected"],
      [{ type: "email", ...to(someone("nowhere")) }, "invalid_value"],
      [{ type: "email", ...to({ user: { _id: 999999 } }) }, "invalid_value"],
      [{ type: "email", ...to({ group: { _id: 1e6 } }) }, "invalid_value"],
      [{ type: "email", email: { recipients: "x" } }, "type_mismatch"],
      [{ type: "email", email: { x: 1 } }, "attribute_not_accepted"],
      [
        { type: "email", options: { a: 1 }, ...to(someone("a@b.c")) },
        "attribute_not_accepted",
      ],
    ])("are not sent as %j", async (transport, code) => {
      expect(codeOf(await put(transport))).toEqual([400, `error.api.${code}`]);
    });
  });
});
