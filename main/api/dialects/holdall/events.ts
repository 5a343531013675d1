import { randomUUID } from "node:crypto";
import type { FastifyInstance } from "fastify";
import type {
  CatalogChange,
  EventName,
  Events,
} from "../../../../preload/contract.ts";
import { requireRole, type Caller } from "../../../core/access.ts";
import { eventNames } from "../../../core/events.ts";
import type { ApiContext } from "../../api-context.ts";
import { publicEvent } from "../../public-view.ts";
import { times } from "../../times.ts";

/** Streams that one account may hold open. */
const mostStreams = 20;

/** What is told of deliveries is of their targets too, which only administrators know. */
const onlyForAdministrators: ReadonlySet<string> = new Set([
  "delivery.changed",
  "check.changed",
]);

/**
 * What happens, as server-sent events: first every unfinished run as it is, then each change. A stream ends when the token
 * it was asked for with has ended, or its account is not what it was; a client asks for another one then.
 */
export function addEvents(app: FastifyInstance, context: ApiContext): void {
  const open = new Set<() => void>();
  app.addHook("preClose", (done) => {
    for (const close of open) close();
    done();
  });

  app.get(
    "/events",
    {
      exposeHeadRoute: false,
      schema: {
        summary: "What happens, as server-sent events",
        tags: ["Holdall"],
      },
    },
    async (request, reply) => {
      const caller = await context.callerOf(request);
      requireRole(caller, "user");
      if (open.size >= mostStreams * 10)
        for (const close of [...open].slice(0, 1)) close();
      for (const [name, value] of Object.entries(reply.getHeaders()))
        if (value !== undefined) reply.raw.setHeader(name, value);
      reply.hijack();
      const { raw } = reply;
      raw.writeHead(200, {
        "Content-Type": "text/event-stream; charset=utf-8",
        "Cache-Control": "no-store",
        "X-Accel-Buffering": "no",
      });

      // That the catalog has changed says nothing of what is in it.
      const mayHear = (event: Events[EventName]): boolean => {
        if ("revision" in event) return true;
        const run = runOf(event);
        return run === null
          ? caller.administrator
          : context.commands.runs.sees(caller, run);
      };
      /** News that could not be sent yet, of each thing the latest: what it is of, and its words. */
      const pending = new Map<string, string>();
      const flush = (): void => {
        for (const [key, words] of pending) {
          if (raw.writableNeedDrain) return;
          pending.delete(key);
          raw.write(words);
        }
      };
      const tell = <Name extends EventName>(
        name: Name,
        event: Events[Name],
      ): void => {
        if (onlyForAdministrators.has(name) && !caller.administrator) return;
        if (!mayHear(event)) return;
        // Whoever reads slowly gets the latest state, not every step; no news makes other news old.
        pending.set(
          `${name} ${keyOf(event)}`,
          `event: ${name}\ndata: ${JSON.stringify(publicEvent(name, event))}\n\n`,
        );
        flush();
      };
      const stopListening = eventNames.map((name) =>
        context.events.listen(name, (event) => {
          tell(name, event);
        }),
      );
      const stillMay = async (): Promise<void> => {
        const now = await context.callerNow(request).catch(() => null);
        if (now === null || !isSame(now, caller)) close();
        else if (!raw.writableEnded && !raw.writableNeedDrain)
          raw.write(": still here\n\n");
      };
      const heartbeat = setInterval(() => void stillMay(), times.heartbeat);
      const close = (): void => {
        open.delete(close);
        clearInterval(heartbeat);
        for (const stop of stopListening) stop();
        raw.end();
      };
      open.add(close);
      raw.on("drain", flush).on("close", close).on("error", close);
      raw.write(": hello\n\n");
      for (const run of context.commands.runs.unfinished(caller))
        tell("run.changed", run);
    },
  );
}

/** Whether somebody still is who they were, with the same rights to runs. */
function isSame(now: Caller, before: Caller): boolean {
  return (
    now.account?.id === before.account?.id &&
    now.administrator === before.administrator
  );
}

/** Number of the run that an event is about; null for news of no run, which only administrators hear. */
function runOf(
  event: Exclude<Events[EventName], CatalogChange>,
): number | null {
  return "run" in event ? event.run : event.id;
}

/** What an event is of, among those of its name. */
function keyOf(event: Events[EventName]): string {
  if ("revision" in event) return "";
  if ("id" in event) return String(event.id);
  return "event" in event ? randomUUID() : String(event.run);
}
