import type { News } from "../../main/domain/news.ts";
import type { StorageState } from "../../main/domain/storage.ts";
import type { Commands, EventName, Events } from "../../preload/contract.ts";

/**
 * Stands in for what is chosen once for an installation, and for its data folder. Needs nothing but its arguments, so
 * that it runs in a page and in Node alike.
 * @param tell tells the page of an event
 */
export function createStubSettings(
  tell: <Name extends EventName>(name: Name, event: Events[Name]) => void,
) {
  let retention: Commands["retention-default.get"]["output"] = {
    keepLast: 10,
    keepDays: null,
  };
  let mail: Commands["mail.get"]["output"] = null;
  let choice: Commands["news.get"]["output"] = {
    desktop: ["finished", "failed", "missed", "attention"],
    window: ["failed", "missed", "attention"],
  };
  let updates: Commands["updates.get"]["output"] = {
    settings: { enabled: false, feed: null },
    version: "0.1.0",
    newer: null,
    checkedAt: null,
    error: null,
  };
  const webhooks = new Map<
    number,
    NonNullable<Commands["definitions.webhook"]["output"]>
  >();
  const amount = (files: number, bytes: number) => ({ files, bytes });
  const none = amount(0, 0);
  let storage: StorageState = {
    doing: "nothing",
    files: 0,
    measured: null,
    cleaned: null,
    error: null,
  };
  const found = (contents: { files: number; bytes: number }): StorageState => ({
    ...storage,
    doing: "nothing",
    files: 310,
    measured: {
      at: 1_750_000_000_000,
      parts: [
        { part: "catalog", ...amount(3, 48_200_000) },
        { part: "store", ...amount(250, 2_410_000_000) },
        { part: "exports", ...amount(12, 610_000_000) },
        { part: "incoming", ...none },
        { part: "taken", ...none },
        { part: "logs", ...amount(4, 1_200_000) },
        { part: "window", ...amount(40, 9_000_000) },
        { part: "other", ...amount(1, 80_000) },
      ],
      leftovers: {
        contents,
        unfinished: none,
        remains: none,
        young: 2,
        inUse: 0,
      },
      free: 120_000_000_000,
    },
  });

  const handlers: {
    [Name in keyof Commands]?: (
      input: Commands[Name]["input"],
    ) => Commands[Name]["output"];
  } = {
    "retention-default.get": () => retention,
    "retention-default.preview": () => [
      {
        definition: 101,
        name: "Nightly copy",
        retention: { keepLast: null, keepDays: null },
        archives: 2,
        bytes: 122_480_236,
      },
      {
        definition: 102,
        name: "Everything, once a year",
        retention: { keepLast: null, keepDays: 365 },
        archives: 0,
        bytes: 0,
      },
    ],
    "retention-default.set": (input) => {
      retention = input.retention;
      return null;
    },
    "storage.get": () => storage,
    "storage.measure": () =>
      (storage = found(
        storage.cleaned === null ? amount(7, 84_000_000) : none,
      )),
    "storage.clean": () => {
      storage = {
        ...found(none),
        cleaned: {
          contents: amount(7, 84_000_000),
          unfinished: none,
          remains: none,
          young: 2,
          inUse: 0,
          at: 1_750_000_000_000,
        },
      };
      return storage;
    },
    "storage.stop": () => storage,
    "news.get": () => choice,
    "news.set": (input) => {
      choice = input;
      return null;
    },
    "mail.get": () => mail,
    "mail.set": (input) => {
      mail = input.mail;
      return { password: input.password === undefined ? null : "keychain" };
    },
    "mail.test": () => null,
    "updates.get": () => updates,
    "updates.set": (input) => {
      updates = { ...updates, settings: input };
      return updates;
    },
    "updates.check": () => {
      updates = {
        ...updates,
        checkedAt: 1_750_000_000_000,
        newer: {
          version: "0.2.0",
          page: "https://example.org/holdall/0.2.0",
        },
      };
      return updates;
    },
    "definitions.webhook": (input) => webhooks.get(input.definition) ?? null,
    "definitions.test-webhook": () => ({ status: 204 }),
  };
  return {
    handlers,
    /** Tells the page of news. */
    inform(news: News): void {
      tell("news.told", news);
    },
  };
}
