import type { Logger } from "pino";
import { Type } from "typebox";
import { Value } from "typebox/value";
import type { Records } from "./compose-records.ts";
import type { Caller } from "./core/access.ts";
import { createUpdates } from "./core/updates.ts";
import {
  newsChoiceSchema,
  usualNewsChoice,
  type NewsChoice,
} from "./domain/news.ts";
import { releaseSchema, updateSettingsSchema } from "./domain/update.ts";
import { askForRelease } from "./jobs/ask-for-release.ts";
import type { Catalog } from "./store/catalog.ts";
import { patiently } from "./store/patiently.ts";

const updatesKey = "updates";
const releaseKey = "latest-release";
const newsName = "news";
const foundSchema = Type.Object({ at: Type.Number(), release: releaseSchema });

/** What people and administrators choose in the settings, put together. */
export function composeSettings(
  catalog: Catalog,
  logger: Logger,
  { audit }: Pick<Records, "audit">,
  version: string,
) {
  const { objects, personSettings } = catalog;
  const ownerOf = (caller: Caller): number | null => caller.account?.id ?? null;
  const read = (key: string): unknown => {
    const kept = objects.setting(key);
    return kept === null ? null : JSON.parse(kept);
  };

  return {
    updates: createUpdates({
      kept() {
        const kept = read(updatesKey);
        return kept === null ? null : Value.Parse(updateSettingsSchema, kept);
      },
      async keep(settings) {
        await patiently(() => {
          objects.set(updatesKey, JSON.stringify(settings));
        });
        await audit.record("settings.changed", {
          object: updatesKey,
          // What the address asks for may be a secret.
          detail: {
            enabled: settings.enabled,
            host: settings.feed === null ? null : new URL(settings.feed).host,
          },
        });
      },
      found() {
        const kept = read(releaseKey);
        // What cannot be understood is found again the next time somebody looks.
        return Value.Check(foundSchema, kept) ? kept : null;
      },
      keepFound: (found) =>
        patiently(() => {
          objects.set(
            releaseKey,
            found === null ? null : JSON.stringify(found),
          );
        }),
      ask: askForRelease,
      version,
      failed(error) {
        logger.info(
          { err: error },
          "nobody could say what the latest release is",
        );
      },
      now: () => Date.now(),
    }),
    /** Of what people want to be told. */
    news: {
      get(caller: Caller): NewsChoice {
        const kept = personSettings.get(ownerOf(caller), newsName);
        return kept === null
          ? usualNewsChoice
          : Value.Parse(newsChoiceSchema, JSON.parse(kept));
      },
      set: (caller: Caller, choice: NewsChoice): Promise<void> =>
        patiently(() => {
          personSettings.set(ownerOf(caller), newsName, JSON.stringify(choice));
        }),
    },
  };
}
