import type { News } from "../domain/news.ts";
import type { Outcome } from "./outcomes.ts";

export type NewsDesk = ReturnType<typeof createNewsDesk>;

/** Tells whoever listens what people may want to know. */
export function createNewsDesk() {
  const listeners = new Set<(news: News) => void>();
  return {
    tell(news: News): void {
      for (const listener of listeners) listener(news);
    },
    /** @returns a function that stops listening */
    listen(listener: (news: News) => void): () => void {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}

/**
 * What there is to tell people of an end; null where there is nothing new: who was told why it fails need not be told
 * each night, and that an archive has arrived is no surprise.
 */
export function newsOf({
  news,
  run,
  definition,
  target,
  error,
}: Outcome): News | null {
  if (news === "still-failing") return null;
  const about = { run: run.id, definition: definition?.id ?? null };
  if (target !== null) {
    if (news === "finished") return null;
    return {
      ...about,
      kind: news === "failed" ? "attention" : "finished",
      event: news === "failed" ? "delivery.failed" : "delivery.recovered",
      title: target,
      reason: error?.message ?? null,
    };
  }
  const event = `${run.kind}.${
    run.state === "failed"
      ? "failed"
      : run.state === "done-with-problems"
        ? "done-with-problems"
        : "finished"
  }` as const;
  return {
    ...about,
    kind:
      run.state === "failed"
        ? "failed"
        : run.state === "done-with-problems"
          ? "attention"
          : "finished",
    event,
    title: run.title,
    reason: run.error?.message ?? null,
  };
}
