import { randomInt, timingSafeEqual } from "node:crypto";
import { AppError } from "../domain/errors.ts";
import type { AccountView, Accounts } from "./accounts.ts";

/** What this file needs. */
export interface SetUpPorts {
  /** Whether anybody can sign in already. */
  anyone(): boolean;
  readonly accounts: Pick<Accounts, "add">;
}

export type SetUp = ReturnType<typeof createSetUp>;

/** Letters and digits that nobody confuses. */
const alphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
const mostAttempts = 20;

/**
 * The first administrator of a new catalog, made from the window. Whoever makes it must bring a code that only the
 * person who started the server can see: no other page and no other user of the machine can get there first.
 */
export function createSetUp({ anyone, accounts }: SetUpPorts) {
  let code: string | null = null;
  let attempts = 0;
  let making = false;

  return {
    needed: (): boolean => !anyone(),
    /** The code that must be brought: `ABCD-EFGH`; null when it is too late for a first administrator. */
    code(): string | null {
      if (anyone()) return null;
      code ??= newCode();
      return code;
    },
    /**
     * Makes the first administrator.
     * @throws AppError set-up.done, log-in.refused, log-in.throttled, account.password-weak, input.invalid
     */
    async first(
      email: string,
      password: string,
      given: string,
    ): Promise<AccountView> {
      if (anyone()) throw done();
      if (attempts >= mostAttempts) {
        throw new AppError(
          "log-in.throttled",
          "The code was wrong too often.",
          { remedy: "Start the server again; it shows a new one." },
        );
      }
      if (code === null || !isSame(normalise(given), normalise(code))) {
        attempts++;
        throw new AppError("log-in.refused", "The code is wrong.", {
          remedy: "It is what `holdall serve` printed when it started.",
        });
      }
      // Two at the same time: the first one is the first.
      if (making) throw done();
      making = true;
      try {
        const account = await accounts.add(email, password, true);
        code = null;
        return account;
      } finally {
        making = false;
      }
    },
  };
}

function newCode(): string {
  const characters = Array.from(
    { length: 8 },
    () => alphabet[randomInt(alphabet.length)] ?? "",
  ).join("");
  return `${characters.slice(0, 4)}-${characters.slice(4)}`;
}

const normalise = (text: string): string =>
  text.toUpperCase().replace(/[^0-9A-Z]/g, "");

function isSame(one: string, other: string): boolean {
  const a = Buffer.from(one);
  const b = Buffer.from(other);
  return a.length === b.length && timingSafeEqual(a, b);
}

function done(): AppError {
  return new AppError("set-up.done", "There is an administrator already.", {
    remedy: "Sign in, or ask the administrator for an account.",
  });
}
