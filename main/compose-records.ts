import type { Logger } from "pino";
import { Value } from "typebox/value";
import { composeWebhooks } from "./compose-webhooks.ts";
import { createActors } from "./core/actors.ts";
import { createAudit } from "./core/audit.ts";
import { createNewsDesk, newsOf } from "./core/news.ts";
import { createOutcomes, type Outcome } from "./core/outcomes.ts";
import { createSiteMail, mailServerSchema } from "./core/site-mail.ts";
import type { Catalog } from "./store/catalog.ts";
import { patiently } from "./store/patiently.ts";
import { sendMessage } from "./transports/email/send-message.ts";
import { transports } from "./transports/index.ts";
import type { Vault } from "./vault/vault.ts";

type CreateRun = Parameters<Catalog["runs"]["create"]>;

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

  const news = createNewsDesk();
  const webhooks = composeWebhooks(catalog, logger, vault, audit, news);

  function note(outcome: Outcome): void {
    const { run, target, error } = outcome;
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
    webhooks.note(outcome);
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
  outcomes.listen((outcome) => {
    void webhooks.wake();
    const told = newsOf(outcome);
    if (told !== null) news.tell(told);
  });

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
    send: sendMessage,
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
    news,
    async close(): Promise<void> {
      await outcomes.settled();
      await webhooks.close();
    },
  };
}
