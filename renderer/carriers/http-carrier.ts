import { readonly, ref, watch } from "vue";
import { toErrorView } from "../../main/domain/errors.ts";
import type {
  CommandName,
  Commands,
  EventName,
  Events,
  Reply,
} from "../../preload/contract.ts";
import type { Bridge } from "./carrier.ts";
import { readEvents } from "./event-stream.ts";
import { bodyOf, failureOf } from "./http-errors.ts";
import type { Session } from "./session.ts";

/** First and longest time between two attempts to reach the server, in milliseconds. */
const backoff = { first: 500, longest: 15_000 };

/**
 * The server gives a sign of life every 15 seconds. After this time without one, in milliseconds, the connection counts
 * as lost: a machine that has slept is not told that its connections are gone.
 */
const longestSilence = 50_000;

/** A stream that has lasted so long, in milliseconds, and is ended by the server may be opened anew at once. */
const lastingStream = 60_000;

/** Carries commands and events over HTTP to the server this page came from. */
export function createHttpCarrier(session: Session) {
  const listeners = new Map<EventName, Set<(event: never) => void>>();
  /** False while the stream of events is interrupted. */
  const connected = ref(true);
  /** How often the stream was opened. What happened before that was not heard. */
  const openings = ref(0);
  let following: AbortController | null = null;

  async function invoke<Name extends CommandName>(
    name: Name,
    input: Commands[Name]["input"],
  ): Promise<Reply<Commands[Name]["output"]>> {
    try {
      const response = await session.request(`/api/holdall/commands/${name}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(input),
      });
      const reply = (await bodyOf(response)) as Reply<
        Commands[Name]["output"]
      > | null;
      if (reply !== null && "ok" in reply) return reply;
      throw failureOf(response.status, reply);
    } catch (error) {
      return { ok: false, error: toErrorView(error) };
    }
  }

  function tell(name: string, data: string): void {
    const heard = listeners.get(name as EventName);
    if (heard === undefined) return;
    const event = JSON.parse(data) as never;
    for (const listener of heard) listener(event);
  }

  async function follow(signal: AbortSignal): Promise<void> {
    let wait = backoff.first;
    for (;;) {
      const silence = new AbortController();
      let timer: ReturnType<typeof setTimeout> | undefined;
      const onSign = (): void => {
        clearTimeout(timer);
        timer = setTimeout(() => {
          silence.abort();
        }, longestSilence);
      };
      try {
        onSign();
        const response = await session.request("/api/holdall/events", {
          headers: { accept: "text/event-stream" },
          signal: AbortSignal.any([signal, silence.signal]),
        });
        if (!response.ok || response.body === null)
          throw failureOf(response.status, null);
        connected.value = true;
        openings.value += 1;
        wait = backoff.first;
        const opened = performance.now();
        for await (const event of readEvents(response.body, onSign))
          tell(event.name, event.data);
        // A stream ends with the token it was opened with, of which there is a newer one: nothing is lost.
        if (performance.now() - opened > lastingStream) {
          clearTimeout(timer);
          continue;
        }
      } catch {
        // Whatever it was, the way out is the same: try again after a while.
      }
      clearTimeout(timer);
      if (signal.aborted) return;
      connected.value = false;
      await pause(wait, signal);
      wait = Math.min(wait * 2, backoff.longest);
    }
  }

  watch(
    session.state,
    (state) => {
      following?.abort();
      following = null;
      connected.value = true;
      if (state !== "signed-in") return;
      following = new AbortController();
      void follow(following.signal);
    },
    { flush: "sync" },
  );

  function listen<Name extends EventName>(
    name: Name,
    listener: (event: Events[Name]) => void,
  ): () => void {
    const heard = listeners.get(name) ?? new Set();
    listeners.set(name, heard.add(listener));
    return () => void heard.delete(listener);
  }

  return {
    invoke,
    listen,
    connected: readonly(connected),
    openings: readonly(openings),
  } satisfies Bridge & Record<string, unknown>;
}

/** Waits, but not when the network comes back or the wait is called off. */
function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      removeEventListener("online", done);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    addEventListener("online", done);
    signal.addEventListener("abort", done);
  });
}
