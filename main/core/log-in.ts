import { AppError } from "../domain/errors.ts";
import { checkPassword, type AccountView } from "./accounts.ts";

/** What this file needs of the catalog. */
export interface LogInPorts {
  /** Account and kept password by e-mail address. */
  find(email: string): { account: AccountView; kept: string | null } | null;
  loggedIn(account: number): Promise<void>;
  /** Milliseconds; a clock that never goes back. */
  now(): number;
}

interface Attempts {
  failures: number;
  /** Until when nothing is tried any more. */
  until: number;
  last: number;
}

/** Failures without consequences: of one account from one address, and of each of the two alone. */
const free = { pair: 5, one: 50 } as const;
const longestBlock = 15 * 60_000;
/** After this time without an attempt everything is forgiven. */
const forgetAfter = 60 * 60_000;
const mostRemembered = 10_000;
/** Passwords compared at the same time; each comparison takes 32 MiB. */
const atOnce = 2;
const mostWaiting = 20;

/** What an unknown account is compared with, so that it takes as long as a known one. */
const nobody = `scrypt$32768$8$3$${"A".repeat(22)}$${"A".repeat(43)}`;

export type LogIn = ReturnType<typeof createLogIn>;

/** Log-in with e-mail address and password, slowed down for those who guess. */
export function createLogIn(ports: LogInPorts) {
  const attempts = new Map<string, Attempts>();
  const waiting: (() => void)[] = [];
  let comparing = 0;

  const remembered = (name: string): Attempts => {
    const now = ports.now();
    const known = attempts.get(name);
    const current =
      known === undefined || now - known.last > forgetAfter
        ? { failures: 0, until: 0, last: now }
        : known;
    attempts.delete(name);
    attempts.set(name, current);
    for (const oldest of attempts.keys()) {
      if (attempts.size <= mostRemembered) break;
      attempts.delete(oldest);
    }
    return current;
  };

  const throttled = (milliseconds: number): AppError => {
    const seconds = Math.max(1, Math.ceil(milliseconds / 1000));
    return new AppError(
      "log-in.throttled",
      "There were too many attempts to sign in.",
      {
        remedy: `Try again in ${seconds === 1 ? "a second" : `${String(seconds)} seconds`}.`,
        retryAfter: seconds,
      },
    );
  };

  /** Counts the attempt as failed before it is made, so that many at once are counted too. */
  const take = (names: readonly (readonly [string, number])[]): void => {
    const now = ports.now();
    const blocked = Math.max(...names.map(([name]) => remembered(name).until));
    if (blocked > now) throw throttled(blocked - now);
    for (const [name, allowed] of names) {
      const known = remembered(name);
      known.failures++;
      known.last = now;
      const over = known.failures - allowed;
      if (over >= 0)
        known.until = now + Math.min(1000 * 2 ** over, longestBlock);
    }
  };

  async function compare(password: string, kept: string): Promise<boolean> {
    if (comparing >= atOnce) {
      if (waiting.length >= mostWaiting) throw throttled(1000);
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
    comparing++;
    try {
      return await checkPassword(password, kept);
    } finally {
      comparing--;
      waiting.shift()?.();
    }
  }

  return {
    /**
     * The account with this e-mail address and password.
     * @param address of the network, from which the attempt comes
     * @throws AppError log-in.refused, log-in.throttled
     */
    async logIn(
      email: string,
      password: string,
      address: string,
    ): Promise<AccountView> {
      const name = email.trim().toLowerCase().slice(0, 254);
      const names = [
        [`pair ${name} ${address}`, free.pair],
        [`account ${name}`, free.one],
        [`address ${address}`, free.one],
      ] as const;
      take(names);
      const found = ports.find(name);
      const kept = found?.account.canLogIn === true ? found.kept : null;
      const right = await compare(password.slice(0, 1024), kept ?? nobody);
      if (!right || found === null || kept === null) {
        throw new AppError(
          "log-in.refused",
          "The e-mail address or the password is wrong.",
        );
      }
      for (const [key] of names) attempts.delete(key);
      await ports.loggedIn(found.account.id);
      return found.account;
    },
  };
}
