import { createAccounts } from "./core/accounts.ts";
import { createKeptSessions } from "./core/kept-sessions.ts";
import { createLogIn } from "./core/log-in.ts";
import { createSessions } from "./core/sessions.ts";
import { createSetUp } from "./core/set-up.ts";
import type { Catalog } from "./store/catalog.ts";
import { patiently } from "./store/patiently.ts";
import type { keptSecret } from "./vault/kept-secret.ts";

/**
 * Accounts, and the ways to sign in with them, put together.
 * @param secret signs the tokens of sessions; not in the catalog, for whoever gets a copy of it must not be able to sign
 *   in elsewhere with it
 */
export function composeAccounts(
  catalog: Catalog,
  secret: ReturnType<typeof keptSecret>,
) {
  const sessions = createSessions({
    secret,
    account(uuid) {
      const account = catalog.accounts.findByUuid(uuid);
      return account === null
        ? null
        : { account, salt: catalog.accounts.salt(account.id) };
    },
    renewSalt: (account) =>
      patiently(() => {
        catalog.accounts.renewSalt(account);
      }),
  });
  const accounts = createAccounts({
    find: catalog.accounts.find,
    list: catalog.accounts.list,
    create: (...account) =>
      patiently(() => catalog.accounts.create(...account)),
    setPassword: (...change) =>
      patiently(() => {
        catalog.accounts.setPassword(...change);
      }),
    addKey: (...key) =>
      patiently(() => {
        catalog.accounts.addKey(...key);
      }),
    keys: catalog.accounts.keys,
    revokeKey: (prefix) => patiently(() => catalog.accounts.revokeKey(prefix)),
    findKey: catalog.accounts.findByKey,
    keyUsed: (prefix) =>
      patiently(() => {
        catalog.accounts.keyUsed(prefix);
      }),
  });
  return {
    sessions,
    accounts,
    keptSessions: createKeptSessions({
      find: catalog.keptSessions.find,
      add: (...session) =>
        patiently(() => {
          catalog.keptSessions.add(...session);
        }),
      used: (...use) =>
        patiently(() => {
          catalog.keptSessions.used(...use);
        }),
      signIn: (...change) =>
        patiently(() => {
          catalog.keptSessions.signIn(...change);
        }),
      account(id) {
        const account = catalog.accounts.findById(id);
        return account === null
          ? null
          : { account, salt: catalog.accounts.salt(account.id) };
      },
      now: () => Date.now(),
    }),
    setUp: createSetUp({ anyone: catalog.accounts.anyone, accounts }),
    logIn: createLogIn({
      find(email) {
        const account = catalog.accounts.find(email);
        return account === null
          ? null
          : { account, kept: catalog.accounts.passwordHash(account.id) };
      },
      loggedIn: (account) =>
        patiently(() => {
          catalog.accounts.loggedIn(account);
        }),
      now: () => performance.now(),
    }),
  };
}
