import type { Logger } from "pino";
import { Value } from "typebox/value";
import type { Audit } from "./core/audit.ts";
import type { NewsDesk } from "./core/news.ts";
import type { Outcome } from "./core/outcomes.ts";
import {
  checkWebhook,
  webhookSchema,
  type WebhookSettings,
} from "./core/webhook-settings.ts";
import { createWebhooks } from "./jobs/webhooks.ts";
import type { Catalog } from "./store/catalog.ts";
import { patiently } from "./store/patiently.ts";
import type { Vault } from "./vault/vault.ts";

/** The webhook of the installation, and those of saved exports, put together. A definition of null is the former. */
export function composeWebhooks(
  catalog: Catalog,
  logger: Logger,
  vault: Pick<Vault, "get" | "set" | "delete">,
  audit: Audit,
  news: Pick<NewsDesk, "tell">,
) {
  const keyOf = (definition: number | null): string =>
    definition === null ? "webhook" : `webhook of ${String(definition)}`;

  /** Numbers mean something within one data folder only, keychains more. */
  const secretOf = (definition: number | null): string =>
    definition === null
      ? "webhook secret"
      : `webhook secret of ${catalog.definitions.get(definition)?.uuid ?? ""}`;

  const settings = (definition: number | null): WebhookSettings | null => {
    const kept = catalog.objects.setting(keyOf(definition));
    return kept === null ? null : Value.Parse(webhookSchema, JSON.parse(kept));
  };

  const webhooks = createWebhooks({
    store: catalog.outcomes,
    settings,
    secret: (definition) => vault.get(secretOf(definition)),
    async givenUp(uuid, error) {
      await audit.record("webhook.given-up", {
        object: uuid,
        detail: { error },
      });
      news.tell({
        kind: "attention",
        event: "webhook.given-up",
        title: uuid,
        reason: error,
        run: null,
        definition: null,
      });
    },
    log: logger,
    now: () => Date.now(),
  });

  /** Keeps a webhook, as part of whatever transaction goes on; what waits for another address is forgotten. */
  function write(
    definition: number | null,
    wanted: WebhookSettings | null,
  ): void {
    const before = settings(definition);
    catalog.objects.set(
      keyOf(definition),
      wanted === null ? null : JSON.stringify(wanted),
    );
    if (wanted?.url !== before?.url) catalog.outcomes.dropNotices(definition);
  }

  /** Does what cannot be part of a transaction once a webhook was kept. @returns where the secret is */
  async function settle(
    definition: number | null,
    wanted: WebhookSettings | null,
    secret: string | undefined,
  ): Promise<"keychain" | "memory" | null> {
    const name = secretOf(definition);
    await audit.record("webhook.changed", {
      object: wanted === null ? "none" : new URL(wanted.url).host,
    });
    if (wanted === null) {
      await vault.delete(name);
      return null;
    }
    return secret === undefined ? null : vault.set(name, secret);
  }

  return {
    ...webhooks,
    settings,
    write,
    settle,
    secretOf,
    /** Removes what is kept outside of the catalog of a saved export's webhook that is gone. */
    forget: (secretName: string): Promise<void> => vault.delete(secretName),
    notices: catalog.outcomes.notices,
    /**
     * Keeps the webhook of the installation.
     * @throws AppError webhook.settings-invalid
     */
    async set(
      wanted: WebhookSettings | null,
      secret: string | undefined,
    ): Promise<"keychain" | "memory" | null> {
      if (wanted !== null) checkWebhook(wanted);
      await patiently(() =>
        catalog.together(() => {
          write(null, wanted);
        }),
      );
      return settle(null, wanted, secret);
    },
    /** Keeps what is to be told of an end; part of whatever transaction goes on. */
    note(outcome: Outcome): void {
      const { run, news: what, definition } = outcome;
      if (run.kind !== "export" || what === "still-failing") return;
      const wants = (wanted: WebhookSettings | null): boolean =>
        wanted !== null && (wanted.events === "all" || what !== "finished");
      if (wants(settings(null))) webhooks.keep(messageOf(outcome));
      if (definition !== null && wants(settings(definition.id)))
        webhooks.keep(messageOf(outcome), true);
    },
  };
}

/** What a webhook is told. */
function messageOf({ news, run, definition, target, error }: Outcome) {
  const noun = target === null ? "export" : "delivery";
  return {
    event: `${noun}.${news}`,
    at: new Date(run.finishedAt ?? Date.now()).toISOString(),
    run: {
      id: run.id,
      uuid: run.uuid,
      title: run.title,
      state: run.state,
      startedAt: timeOf(run.startedAt),
      finishedAt: timeOf(run.finishedAt),
      items: run.progress.items,
      files: run.progress.files,
      bytes: run.progress.bytes,
      problems: run.problems,
    },
    definition,
    target,
    error,
  };
}

function timeOf(milliseconds: number | null): string | null {
  return milliseconds === null ? null : new Date(milliseconds).toISOString();
}
