import { beforeEach, describe, expect, it } from "vitest";
import { hashPassword } from "../../../main/core/accounts.ts";
import { createLogIn, type LogIn } from "../../../main/core/log-in.ts";

const account = {
  id: 1,
  uuid: "u",
  email: "eva@example.org",
  admin: false,
  canLogIn: true,
  createdAt: 0,
};
let now = 0;
let kept: string;
let logIn: LogIn;
beforeEach(async () => {
  now = 1000;
  kept = await hashPassword("right password");
  logIn = createLogIn({
    find: (email) => (email === account.email ? { account, kept } : null),
    loggedIn: async () => {},
    now: () => now,
  });
});
const attempt = async (
  password: string,
  email = account.email,
  address = "10.0.0.1",
): Promise<string> => {
  try {
    return (await logIn.logIn(email, password, address)).email;
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe("log-in", () => {
  it("slows down who guesses, twice as long each time, and forgives success", async () => {
    for (let n = 0; n < 5; n++)
      expect(await attempt("wrong")).toBe("log-in.refused");
    // The right password does not help before the time has come.
    expect(await attempt("right password")).toBe("log-in.throttled");
    await expect(
      logIn.logIn(account.email, "wrong", "10.0.0.1"),
    ).rejects.toMatchObject({ retryAfter: 1 });
    now += 1001;
    expect(await attempt("wrong")).toBe("log-in.refused");
    await expect(
      logIn.logIn(account.email, "wrong", "10.0.0.1"),
    ).rejects.toMatchObject({ retryAfter: 2 });
    // Somebody at another address is not kept out by it.
    expect(await attempt("right password", account.email, "10.0.0.2")).toBe(
      account.email,
    );
    now += 2001;
    expect(await attempt("right password")).toBe(account.email);
    expect(await attempt("wrong")).toBe("log-in.refused");
    expect(await attempt("right password")).toBe(account.email);
  });

  it("counts attempts made at the same time", async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 12 }, () => attempt("wrong")),
    );
    expect(
      outcomes.filter((outcome) => outcome === "log-in.refused"),
    ).toHaveLength(5);
    expect(
      outcomes.filter((outcome) => outcome === "log-in.throttled"),
    ).toHaveLength(7);
  });

  it("takes as long for an unknown account as for a known one", async () => {
    const time = async (email: string) => {
      const start = performance.now();
      for (let n = 0; n < 3; n++)
        await attempt("wrong", email, `a${String(n)}`);
      return performance.now() - start;
    };
    await time("warm@example.org");
    const unknown = await time("nobody@example.org");
    const known = await time(account.email);
    expect(unknown / known).toBeGreaterThan(0.4);
    expect(unknown / known).toBeLessThan(2.5);
  });

  it("does not care about case and blanks around the address", async () => {
    expect(await attempt("right password", " EVA@example.org ")).toBe(
      account.email,
    );
  });
});
