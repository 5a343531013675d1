import { expect, it } from "vitest";
import {
  checkPassword,
  hashKey,
  hashPassword,
} from "../../../main/core/accounts.ts";

it("keeps a password so that only the same password matches", async () => {
  const kept = await hashPassword("correct horse battery");
  expect(kept).not.toContain("correct");
  expect(await checkPassword("correct horse battery", kept)).toBe(true);
  expect(await checkPassword("correct horse batterz", kept)).toBe(false);
  expect(await checkPassword("", kept)).toBe(false);
  expect(await hashPassword("correct horse battery")).not.toBe(kept);
});

it("takes the two ways to write an accented letter for the same", async () => {
  expect(
    await checkPassword(
      "pässwörter",
      await hashPassword("pässwörter".normalize("NFD")),
    ),
  ).toBe(true);
});

it("knows nothing but its own kind of hash", async () => {
  expect(await checkPassword("x", "")).toBe(false);
  expect(await checkPassword("x", "md5$1$1$1$aa$bb")).toBe(false);
});

it("refuses short passwords, counted in characters", async () => {
  await expect(hashPassword("💧💧💧💧")).rejects.toMatchObject({
    code: "account.password-weak",
  });
});

it("hashes API keys", () => {
  expect(hashKey("hk_a")).toHaveLength(32);
  expect(hashKey("hk_a")).not.toEqual(hashKey("hk_b"));
});
