import type { MessagePort } from "node:worker_threads";
import { closeContentFiles } from "../archives/content-files.ts";
import type { ContentRef } from "../domain/content-ref.ts";
import { toErrorView } from "../domain/errors.ts";
import type { ErrorView } from "../domain/errors.ts";
import { createIngest } from "./ingest.ts";
import type { IngestResult } from "./ingest.ts";

/** What an ingest thread is told. */
export type IngestRequest =
  | {
      readonly kind: "ingest";
      readonly id: number;
      readonly refs: readonly ContentRef[];
    }
  | { readonly kind: "cancel"; readonly id: number }
  /** No more requests will come; archives kept open are closed and the thread ends. */
  | { readonly kind: "close" };

/** What it answers. */
export type IngestReply =
  | {
      readonly kind: "done";
      readonly id: number;
      readonly results: readonly IngestResult[];
    }
  | { readonly kind: "failed"; readonly id: number; readonly error: ErrorView };

/**
 * Takes contents into the bitstream store for another thread: reading, hashing, writing and flushing. Several requests
 * may be under way at once, so that one is hashed while another is being flushed to the disk.
 * @param port where requests come from
 * @param root root folder of the bitstream store
 */
export function serveIngest(port: MessagePort, root: string): void {
  const ingest = createIngest(root);
  const running = new Map<number, AbortController>();
  let closing = false;

  function endIfDone(): void {
    if (!closing || running.size > 0) return;
    closeContentFiles();
    port.close();
  }

  async function answer(
    id: number,
    refs: readonly ContentRef[],
  ): Promise<void> {
    const controller = new AbortController();
    running.set(id, controller);
    let reply: IngestReply;
    try {
      reply = {
        kind: "done",
        id,
        results: await ingest.ingestMany(refs, { signal: controller.signal }),
      };
    } catch (error) {
      reply = { kind: "failed", id, error: toErrorView(error) };
    }
    running.delete(id);
    port.postMessage(reply);
    endIfDone();
  }

  port.on("message", (request: IngestRequest) => {
    switch (request.kind) {
      case "ingest":
        void answer(request.id, request.refs);
        break;
      case "cancel":
        running.get(request.id)?.abort();
        break;
      case "close":
        closing = true;
        endIfDone();
        break;
    }
  });
}
