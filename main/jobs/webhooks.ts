import { createHmac, randomUUID } from "node:crypto";
import type { Logger } from "pino";
import {
  checkWebhook,
  type WebhookSettings,
} from "../core/webhook-settings.ts";
import { AppError } from "../domain/errors.ts";
import type { OutcomeStore, WaitingNotice } from "../store/outcome-store.ts";
import { patiently } from "../store/patiently.ts";

/** What telling a webhook needs of others. */
export interface WebhookDeps {
  readonly store: Pick<
    OutcomeStore,
    "addNotice" | "waiting" | "claim" | "postpone" | "arrived" | "again"
  >;
  /** The webhook of a saved export; of the installation when it is null. */
  settings(definition: number | null): WebhookSettings | null;
  /** What messages are signed with; null when nobody knows it (any more). */
  secret(definition: number | null): Promise<string | null>;
  /** Told when a message is given up. */
  givenUp(uuid: string, error: string): Promise<void>;
  readonly log: Logger;
  now(): number;
}

export type Webhooks = ReturnType<typeof createWebhooks>;

/** Milliseconds to the next attempt; after the last one a message is given up. */
const delays = [5_000, 30_000, 120_000, 600_000, 3_600_000, 6 * 3_600_000];
/** Milliseconds an answer may take. */
const patience = 10_000;
/** While a message is being sent, no other process takes it. */
const lease = 60_000;
/** Milliseconds that the other messages for a webhook wait when one has failed. */
const pause = 5_000;
/** Looks at least this often, in milliseconds: another process may have left something. */
const longestWait = 60_000;

/**
 * Tells a webhook what has ended: messages are kept in the catalog until they have arrived, so that none is lost when the
 * program or the other side ends.
 */
export function createWebhooks(deps: WebhookDeps) {
  const { store } = deps;
  const closing = new AbortController();
  const isClosing = (): boolean => closing.signal.aborted;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let started = false;
  let sending: Promise<void> = Promise.resolve();

  /** @throws AppError webhook.failed */
  async function post(
    { url }: WebhookSettings,
    definition: number | null,
    uuid: string,
    payload: string,
  ): Promise<number> {
    const secret = await deps.secret(definition);
    const timestamp = String(Math.floor(deps.now() / 1000));
    const headers: Record<string, string> = {
      "Content-Type": "application/json",
      "User-Agent": "Holdall",
      "X-Holdall-Delivery": uuid,
      "X-Holdall-Timestamp": timestamp,
    };
    if (secret !== null) {
      const digest = createHmac("sha256", secret)
        .update(`${timestamp}.${payload}`)
        .digest("hex");
      headers["X-Holdall-Signature"] = `sha256=${digest}`;
    }
    const failed = (message: string, cause?: unknown) =>
      new AppError("webhook.failed", message, {
        object: new URL(url).host,
        remedy: "Check the address, and what answers there.",
        cause,
      });
    let response: Response;
    try {
      response = await fetch(url, {
        method: "POST",
        headers,
        body: payload,
        // Somewhere else is nobody's choice.
        redirect: "manual",
        signal: AbortSignal.any([
          closing.signal,
          AbortSignal.timeout(patience),
        ]),
      });
    } catch (error) {
      throw failed("The webhook cannot be reached, or does not answer.", error);
    }
    await response.body?.cancel();
    if (response.status >= 300 && response.status < 400)
      throw failed("The webhook sends us elsewhere, which we do not follow.");
    if (!response.ok)
      throw failed(`The webhook answers ${String(response.status)}.`);
    return response.status;
  }

  /** @returns false when the webhook could not be told */
  async function send(
    notice: WaitingNotice,
    definition: number | null,
  ): Promise<boolean> {
    const { id, uuid, payload, attempts } = notice;
    const settings = deps.settings(definition);
    if (settings === null) {
      await patiently(() => {
        store.again(id, null, "There is no webhook any more.");
      });
      return true;
    }
    if (!(await patiently(() => store.claim(notice, deps.now() + lease))))
      return true;
    try {
      await post(settings, definition, uuid, payload);
      await patiently(() => {
        store.arrived(id, deps.now());
      });
      return true;
    } catch (error) {
      // Stopped by the end of the program, it is tried again at the next start.
      const delay = closing.signal.aborted ? 0 : (delays[attempts] ?? null);
      const message = error instanceof Error ? error.message : String(error);
      await patiently(() => {
        store.again(id, delay === null ? null : deps.now() + delay, message);
      });
      deps.log.warn({ notice: uuid, attempt: attempts + 1 }, message);
      if (delay === null) await deps.givenUp(uuid, message);
      return false;
    }
  }

  /** What is due for one webhook, one after the other; what follows a failure waits, so that it holds up nobody. */
  async function sendTo(
    definition: number | null,
    notices: readonly WaitingNotice[],
  ): Promise<void> {
    for (const [place, notice] of notices.entries()) {
      if (isClosing()) return;
      if (await send(notice, definition)) continue;
      if (isClosing()) return;
      const until = deps.now() + pause;
      for (const late of notices.slice(place + 1))
        await patiently(() => {
          store.postpone(late, until);
        });
      return;
    }
  }

  /** Every webhook by itself: one that does not answer delays none of the others. */
  async function sendAll(): Promise<void> {
    const due = store.waiting().filter(({ nextAt }) => nextAt <= deps.now());
    const chains = Map.groupBy(due, ({ payload }) => webhookOf(payload));
    const ends = await Promise.allSettled(
      [...chains].map(([definition, notices]) => sendTo(definition, notices)),
    );
    for (const end of ends)
      if (end.status === "rejected")
        deps.log.error({ err: end.reason }, "the webhook could not be told");
  }

  function plan(): void {
    if (!started || closing.signal.aborted) return;
    const next = store.waiting()[0]?.nextAt ?? Infinity;
    const wait = Math.min(longestWait, Math.max(250, next - deps.now()));
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(() => void wake(), wait);
    timer.unref();
  }

  function wake(): Promise<void> {
    sending = sending
      .then(sendAll)
      .catch((error: unknown) => {
        deps.log.error({ err: error }, "the webhook could not be told");
      })
      .finally(plan);
    return sending;
  }

  return {
    /**
     * Keeps a message until it has arrived; part of whatever transaction goes on.
     * @param own whether it is for the webhook of its saved export, which it says, or for that of the installation
     */
    keep(message: Readonly<Record<string, unknown>>, own = false): void {
      const uuid = randomUUID();
      store.addNotice(
        uuid,
        JSON.stringify({
          id: uuid,
          ...(own ? { webhook: "definition" } : {}),
          ...message,
        }),
        deps.now(),
      );
    },
    /** Sends what waits. */
    wake,
    /** Sends what waits, now and from then on. */
    start(): void {
      started = true;
      void wake();
    },
    /**
     * Posts a message of no meaning, once.
     * @param definition null: to the webhook of the installation
     * @throws AppError webhook.failed, webhook.settings-invalid
     */
    async test(
      definition: number | null,
    ): Promise<{ readonly status: number }> {
      const settings = deps.settings(definition);
      if (settings === null) {
        throw new AppError(
          "webhook.settings-invalid",
          "There is no webhook yet.",
          { remedy: "Set its address first." },
        );
      }
      checkWebhook(settings);
      const uuid = randomUUID();
      const at = new Date(deps.now()).toISOString();
      return {
        status: await post(
          settings,
          definition,
          uuid,
          JSON.stringify({ id: uuid, event: "test", at }),
        ),
      };
    },
    /** Lets what is being sent arrive, but not for long. */
    async close(): Promise<void> {
      if (timer !== null) clearTimeout(timer);
      const late = setTimeout(() => {
        closing.abort();
      }, 3000);
      await sending;
      clearTimeout(late);
      closing.abort();
      if (timer !== null) clearTimeout(timer);
    },
  };
}

/** The saved export whose own webhook a message is for; null: it is for that of the installation. */
function webhookOf(payload: string): number | null {
  const { webhook, definition } = JSON.parse(payload) as {
    readonly webhook?: string;
    readonly definition?: { readonly id: number } | null;
  };
  return webhook === "definition" ? (definition?.id ?? null) : null;
}
