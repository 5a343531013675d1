import type { Logger } from "pino";
import { Value } from "typebox/value";
import { createActors } from "./core/actors.ts";
import { createAudit } from "./core/audit.ts";
import { createOutcomes, type Outcome } from "./core/outcomes.ts";
import {
  checkWebhook,
  webhookSchema,
  type WebhookSettings,
} from "./core/webhook-settings.ts";
import { createSiteMail, mailServerSchema } from "./core/site-mail.ts";
import { createWebhooks } from "./jobs/webhooks.ts";
import type { Catalog } from "./store/catalog.ts";
import { patiently } from "./store/patiently.ts";
import { transports } from "./transports/index.ts";
import type { Vault } from "./vault/vault.ts";

type CreateRun = Parameters<Catalog["runs"]["create"]>;

const webhookKey = "webhook";
const secretName = "webhook secret";
const mailKey = "mail-server";
const mailSecret = (server: string): string =>
  `password of the mail server ${server}`;

export type Records = ReturnType<typeof composeRecords>;

/** What is remembered of what happened, and who is told of it, put together. */
export function composeRecords(
  catalog: Catalog,
  logger: Logger,
  vault: Pick<Vault, "get" | "set" | "delete">,
) {
  const actors = createActors();
  const now = () => Date.now();
  const audit = createAudit(
    {
      ...catalog.audit,
      email: (account) => catalog.accounts.findById(account)?.email ?? null,
      write: patiently,
      now,
      failed(error) {
        logger.error({ err: error }, "a line of the record could not be kept");
      },
    },
    actors,
  );

  const settings = (): WebhookSettings | null => {
    const kept = catalog.objects.setting(webhookKey);
    return kept === null ? null : Value.Parse(webhookSchema, JSON.parse(kept));
  };
  const webhooks = createWebhooks({
    store: catalog.outcomes,
    settings,
    secret: () => vault.get(secretName),
    givenUp: (uuid, error) =>
      audit.record("webhook.given-up", { object: uuid, detail: { error } }),
    log: logger,
    now,
  });

  function note(outcome: Outcome): void {
    const { run, target, error, news } = outcome;
    const owner = catalog.runs.owner(run.id);
    audit.note(
      target === null
        ? "run.ended"
        : error === null
          ? "archive.delivered"
          : "archive.not-delivered",
      {
        object: target ?? run.title,
        run: run.id,
        owner,
        detail:
          target === null
            ? { state: run.state, ...(error === null ? {} : { error }) }
            : error === null
              ? {}
              : { error },
      },
    );
    const wanted = settings();
    if (wanted === null || run.kind !== "export" || news === "still-failing")
      return;
    if (wanted.events === "all" || news !== "finished")
      webhooks.keep(messageOf(outcome));
  }

  const outcomes = createOutcomes({
    ...catalog.outcomes,
    run: catalog.runs.get,
    delivery(id) {
      const record = catalog.deliveries.get(id);
      return record === null
        ? null
        : { ...record, targetId: catalog.deliveries.targetOf(id) };
    },
    definitionOf(run) {
      const found = catalog.definitions.ofRun(run);
      const definition =
        found === null ? null : catalog.definitions.get(found.definition);
      return definition === null
        ? null
        : { id: definition.id, name: definition.name };
    },
    write: (work) => patiently(() => catalog.together(work)),
    note,
    failed(error) {
      logger.error({ err: error }, "what has ended could not be told");
    },
    now,
  });
  outcomes.listen(() => void webhooks.wake());

  const mail = createSiteMail({
    kept() {
      const kept = catalog.objects.setting(mailKey);
      return kept === null
        ? null
        : Value.Parse(mailServerSchema, JSON.parse(kept));
    },
    async keep(server) {
      await patiently(() => {
        catalog.objects.set(
          mailKey,
          server === null ? null : JSON.stringify(server),
        );
      });
      await audit.record("mail.changed", {
        object: server === null ? "none" : new URL(server.server).host,
      });
    },
    password: (server) => vault.get(mailSecret(server)),
    keepPassword: (server, password) => vault.set(mailSecret(server), password),
    forgetPassword: (server) => vault.delete(mailSecret(server)),
    check(target) {
      transports.find(({ id }) => id === "email")?.check(target);
    },
  });

  return {
    /** Queues a run, and writes down who has asked for it; to be called in a transaction. */
    createRun(...[kind, title, request, owner, origin]: CreateRun): number {
      const run = catalog.runs.create(kind, title, request, owner, origin);
      audit.note("run.started", {
        object: title,
        run,
        owner,
        detail:
          request.kind === "export"
            ? {
                kind,
                format: request.options.format,
                packer: request.options.packer,
                selection: request.selection.kind,
                ...(request.out === null ? {} : { out: request.out }),
              }
            : { kind, source: request.source, path: request.path },
      });
      return run;
    },
    actors,
    audit,
    mail,
    outcomes,
    webhooks,
    webhook: {
      get: settings,
      /** @throws AppError webhook.settings-invalid */
      async set(
        wanted: WebhookSettings | null,
        secret: string | undefined,
      ): Promise<"keychain" | "memory" | null> {
        if (wanted !== null) checkWebhook(wanted);
        const before = settings();
        await patiently(() => {
          catalog.objects.set(
            webhookKey,
            wanted === null ? null : JSON.stringify(wanted),
          );
        });
        if (wanted?.url !== before?.url) await webhooks.drop();
        await audit.record("webhook.changed", {
          object: wanted === null ? "none" : new URL(wanted.url).host,
        });
        if (wanted === null) {
          await vault.delete(secretName);
          return null;
        }
        return secret === undefined ? null : vault.set(secretName, secret);
      },
      test: webhooks.test,
      notices: catalog.outcomes.notices,
    },
    async close(): Promise<void> {
      await outcomes.settled();
      await webhooks.close();
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
