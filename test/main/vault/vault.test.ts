import { execFileSync } from "node:child_process";
import { glob, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { keptSecret } from "../../../main/vault/kept-secret.ts";
import type { Keychain, Vault } from "../../../main/vault/vault.ts";
import { createVault } from "../../../main/vault/vault.ts";

const child = resolve(import.meta.dirname, "../../support/vault-child.ts");
const secret = "sésame, ouvre-toi 🗝";

/** Whether this machine can run a session bus with a real keyring on it; .ci/run sees to it. */
const hasKeyring =
  process.platform === "linux" &&
  ["dbus-run-session", "gnome-keyring-daemon"].every((program) => {
    try {
      execFileSync("sh", ["-c", `command -v ${program}`]);
      return true;
    } catch {
      return false;
    }
  });

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "holdall-vault-"));
});
afterEach(() => rm(home, { recursive: true, force: true }));

/** Runs a shell script in which `$VAULT` is a process that uses the vault, and gives what each of them said. */
function session(script: string, bus: readonly string[]): unknown[] {
  const output = execFileSync("env", [...bus, "sh", "-c", script], {
    env: {
      PATH: process.env["PATH"],
      HOME: home,
      XDG_RUNTIME_DIR: home,
      XDG_DATA_HOME: join(home, "share"),
      VAULT: `${process.execPath} ${child}`,
      SECRET: secret,
    },
    encoding: "utf8",
    // The bus and the keyring have much to say.
    stdio: ["ignore", "pipe", "ignore"],
  });
  return output
    .split("\n")
    .filter((line) => /^(["{[]|null|true|false)/.test(line))
    .map((line) => JSON.parse(line) as unknown);
}

describe.skipIf(!hasKeyring)("with a keyring on a session bus", () => {
  const bus = ["dbus-run-session", "--"];
  const unlocked =
    "printf pw | gnome-keyring-daemon --unlock --components=secrets >&2";

  test("a secret outlives the process, and is gone when it is deleted", async () => {
    const said = session(
      `${unlocked}
       $VAULT state
       $VAULT get token
       printf %s "$SECRET" | $VAULT set token
       $VAULT get token
       $VAULT delete token
       $VAULT get token`,
      bus,
    );
    expect(said).toEqual([
      { available: true, reason: "" },
      null,
      { where: "keychain", same: true },
      secret,
      null,
      null,
    ]);
  });

  test("no file has it in plain letters", async () => {
    session(`${unlocked}; printf %s "$SECRET" | $VAULT set token`, bus);
    const files: string[] = [];
    for await (const file of glob("**/*", {
      cwd: home,
      withFileTypes: true,
    })) {
      if (file.isFile()) files.push(join(file.parentPath, file.name));
    }
    expect(files.some((file) => file.endsWith(".keyring"))).toBe(true);
    for (const file of files)
      expect((await readFile(file)).includes(secret)).toBe(false);
  });

  test("a keyring without an open collection is none, and it says so", () => {
    const said = session(
      `gnome-keyring-daemon --start --components=secrets >&2
       $VAULT state
       printf %s "$SECRET" | $VAULT set token
       $VAULT get token`,
      bus,
    );
    expect(said).toEqual([
      {
        available: false,
        reason: expect.stringMatching(
          /^The system keychain cannot be used \(.+\)\.$/,
        ) as string,
      },
      { where: "memory", same: true },
      null,
    ]);
  });

  test("a bus without a keyring is none, and it says so", async () => {
    const config = join(home, "bus.conf");
    await writeFile(
      config,
      `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
       "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
       <busconfig><type>session</type><listen>unix:tmpdir=${home}</listen><auth>EXTERNAL</auth>
       <policy context="default"><allow send_destination="*" eavesdrop="true"/>
       <allow eavesdrop="true"/><allow own="*"/></policy></busconfig>`,
    );
    const said = session(
      `$VAULT state
       printf %s "$SECRET" | $VAULT set token
       $VAULT get token`,
      ["dbus-run-session", `--config-file=${config}`, "--"],
    );
    expect(said).toEqual([
      {
        available: false,
        reason:
          "The system keychain cannot be used (there is no Secret Service on this machine).",
      },
      { where: "memory", same: true },
      null,
    ]);
  });
});

test.runIf(process.platform === "linux")(
  "without a bus a secret is kept as long as the process lives, not in the kernel either",
  () => {
    const said = session(
      `$VAULT state
       printf %s "$SECRET" | $VAULT set token
       $VAULT get token`,
      [],
    );
    expect(said).toEqual([
      {
        available: false,
        reason:
          "The system keychain cannot be used (there is no Secret Service on this machine).",
      },
      { where: "memory", same: true },
      null,
    ]);
  },
);

describe("a secret that is made when it is needed", () => {
  const vaultOf = (kept: Map<string, string>, works = true): Vault => ({
    state: () => Promise.resolve({ available: works, reason: "" }),
    get: (name) => Promise.resolve(works ? (kept.get(name) ?? null) : null),
    set(name, value) {
      kept.set(name, value);
      return Promise.resolve("keychain");
    },
    delete: () => Promise.resolve(),
  });

  test("is the same for every start, and another one for every name", async () => {
    const kept = new Map<string, string>();
    const first = await keptSecret(vaultOf(kept), "a")();
    expect(first).toHaveLength(32);
    expect(await keptSecret(vaultOf(kept), "a")()).toEqual(first);
    expect(await keptSecret(vaultOf(kept), "b")()).not.toEqual(first);
  });

  test("is one for all who ask at the same time, also without a keychain", async () => {
    const secretOf = keptSecret(vaultOf(new Map(), false), "a");
    const [one, other] = await Promise.all([secretOf(), secretOf()]);
    expect(one).toEqual(other);
  });

  test("is made anew when somebody has shortened it", async () => {
    const kept = new Map([["a", "c2hvcnQ"]]);
    expect(await keptSecret(vaultOf(kept), "a")()).toHaveLength(32);
    expect(kept.get("a")).not.toBe("c2hvcnQ");
  });
});

describe("with a keychain of its own ways", () => {
  const kept = new Map<string, string>();
  const keychain: Keychain = {
    getPassword: (_, name) => Promise.resolve(kept.get(name) ?? null),
    setPassword: (_, name, value) => {
      kept.set(name, value);
      return Promise.resolve();
    },
    deletePassword: (_, name) => Promise.resolve(kept.delete(name)),
    findCredentials: () => Promise.resolve([]),
  };
  const vaultOf = (differing: Partial<Keychain>) =>
    createVault({
      keychain: () => Promise.resolve({ ...keychain, ...differing }),
      patience: 50,
    });
  const never = (): Promise<never> => new Promise(() => {});

  beforeEach(() => {
    kept.clear();
  });

  test("one that waits for somebody to unlock it does not hold up the program", async () => {
    const vault = vaultOf({ setPassword: never });
    expect(await vault.set("token", secret)).toBe("memory");
    expect(await vault.get("token")).toBe(secret);
    expect((await vault.state()).reason).toContain("may be locked");
  });

  test("one that loses what it is given is not trusted with anything", async () => {
    const vault = vaultOf({ getPassword: () => Promise.resolve(null) });
    expect((await vault.state()).available).toBe(false);
    expect(await vault.set("token", secret)).toBe("memory");
    expect(kept.has("token")).toBe(false);
  });

  test("one that is unlocked later is used from then on", async () => {
    let locked = true;
    const vault = vaultOf({
      setPassword: (...given) =>
        locked
          ? Promise.reject(new Error("locked"))
          : keychain.setPassword(...given),
    });
    expect(await vault.set("token", secret)).toBe("memory");
    locked = false;
    expect(await vault.state()).toEqual({ available: true, reason: "" });
    expect(await vault.get("token")).toBe(secret);
    expect(await vault.set("token", secret)).toBe("keychain");
    expect(kept.get("token")).toBe(secret);
  });

  test("what goes wrong names no secret", async () => {
    const vault = vaultOf({
      setPassword: (_, name, value) =>
        name === "token"
          ? Promise.reject(new Error(`cannot keep ${value}`))
          : keychain.setPassword("", name, value),
    });
    expect(await vault.set("token", secret)).toBe("memory");
    expect(JSON.stringify(await vault.state())).not.toContain(secret);
  });
});
