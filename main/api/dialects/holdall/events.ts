import type { FastifyInstance } from "fastify";
import { requireRole } from "../../../core/access.ts";
import type { Run } from "../../../domain/run.ts";
import type { ApiContext } from "../../api-context.ts";
import { publicRun } from "../../public-view.ts";
import { times } from "../../times.ts";

/** Streams that one account may hold open. */
const mostStreams = 20;

/** What happens, as server-sent events: first every unfinished run as it is, then each change. */
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

      /** Runs whose news could not be sent yet, each as it was last. */
      const pending = new Map<number, Run>();
      const send = (run: Run): void => {
        raw.write(
          `event: run.changed\ndata: ${JSON.stringify(publicRun(run))}\n\n`,
        );
      };
      const flush = (): void => {
        for (const [id, run] of pending) {
          if (raw.writableNeedDrain) return;
          pending.delete(id);
          send(run);
        }
      };
      const tell = (run: Run): void => {
        if (!context.commands.runs.sees(caller, run.id)) return;
        // Whoever reads slowly gets the latest state, not every step.
        pending.set(run.id, run);
        flush();
      };
      const stopListening = context.events.listen("run.changed", tell);
      const heartbeat = setInterval(() => {
        if (!raw.writableNeedDrain) raw.write(": still here\n\n");
      }, times.heartbeat);
      const close = (): void => {
        open.delete(close);
        clearInterval(heartbeat);
        stopListening();
        raw.end();
      };
      open.add(close);
      raw.on("drain", flush).on("close", close).on("error", close);
      raw.write(": hello\n\n");
      for (const run of context.commands.runs.unfinished(caller)) tell(run);
    },
  );
}
