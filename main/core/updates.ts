import { isLoopback } from "../domain/is-loopback.ts";
import { AppError, toErrorView } from "../domain/errors.ts";
import {
  isNewer,
  type Release,
  type UpdateSettings,
  type UpdateState,
} from "../domain/update.ts";

/** What this file needs of others. */
export interface UpdatePorts {
  kept(): UpdateSettings | null;
  keep(settings: UpdateSettings): Promise<void>;
  /** What was found last, and when; null before the first time. */
  found(): { readonly at: number; readonly release: Release } | null;
  keepFound(
    found: { readonly at: number; readonly release: Release } | null,
  ): Promise<void>;
  /** Asks once what the latest release is. @throws AppError update.failed */
  ask(feed: string, signal: AbortSignal): Promise<Release>;
  /** The version that runs. */
  readonly version: string;
  failed(error: unknown): void;
  now(): number;
}

export type Updates = ReturnType<typeof createUpdates>;

/** After the start other things are more urgent. Milliseconds. */
const afterStart = 20_000;
const hour = 3_600_000;
const day = 24 * hour;

/**
 * Looks whether there is a newer release, when somebody asks or, where somebody has chosen so, once a day. Nothing is
 * fetched but that it is there, and nobody waits for it.
 */
export function createUpdates(ports: UpdatePorts) {
  const closing = new AbortController();
  let timer: ReturnType<typeof setTimeout> | null = null;
  let error: unknown = null;
  let triedAt = -Infinity;
  let asking: { readonly feed: string; readonly end: Promise<void> } | null =
    null;

  const settings = (): UpdateSettings =>
    ports.kept() ?? { enabled: false, feed: null };

  function state(): UpdateState {
    const found = ports.found();
    return {
      settings: settings(),
      version: ports.version,
      newer:
        found !== null && isNewer(found.release.version, ports.version)
          ? found.release
          : null,
      checkedAt: found?.at ?? null,
      error: error === null ? null : toErrorView(error),
    };
  }

  async function look(feed: string): Promise<void> {
    triedAt = ports.now();
    try {
      const release = await ports.ask(feed, closing.signal);
      // Somebody may have chosen another place meanwhile.
      if (settings().feed !== feed) return;
      await ports.keepFound({ at: ports.now(), release });
      error = null;
    } catch (failure) {
      if (settings().feed === feed) error = failure;
      throw failure;
    }
  }

  /** One question at a time, as long as nobody chooses another place. */
  function ask(feed: string): Promise<void> {
    if (asking?.feed === feed) return asking.end;
    const mine = {
      feed,
      end: look(feed).finally(() => {
        if (asking === mine) asking = null;
      }),
    };
    asking = mine;
    return mine.end;
  }

  async function lookIfDue(): Promise<void> {
    const { enabled, feed } = settings();
    const last = Math.max(triedAt, ports.found()?.at ?? -Infinity);
    if (enabled && feed !== null && ports.now() - last >= day) await ask(feed);
  }

  /** Nothing that goes wrong here may end the program. */
  function tick(): void {
    lookIfDue().catch((failure: unknown) => {
      if (!closing.signal.aborted) ports.failed(failure);
    });
    plan(hour);
  }

  function plan(wait: number): void {
    if (closing.signal.aborted) return;
    timer = setTimeout(tick, wait);
    timer.unref();
  }

  return {
    state,
    /** @throws AppError update.settings-invalid */
    async set(wanted: UpdateSettings): Promise<UpdateState> {
      if (wanted.feed !== null) checkFeed(wanted.feed);
      else if (wanted.enabled)
        throw invalid(
          "Nobody has said where releases are told of.",
          "Give the address of a list of releases first.",
        );
      const before = settings();
      await ports.keep(wanted);
      if (before.feed !== wanted.feed) {
        error = null;
        await ports.keepFound(null);
      }
      return state();
    },
    /** Looks now. @throws AppError update.failed, update.settings-invalid */
    async check(): Promise<UpdateState> {
      const { feed } = settings();
      if (feed === null)
        throw invalid(
          "Nobody has said where releases are told of.",
          "Give the address of a list of releases first.",
        );
      await ask(feed);
      return state();
    },
    /** Looks from now on once a day, where that was chosen. */
    start(): void {
      plan(afterStart);
    },
    close(): void {
      closing.abort();
      if (timer !== null) clearTimeout(timer);
    },
  };
}

function invalid(message: string, remedy: string): AppError {
  return new AppError("update.settings-invalid", message, {
    object: "feed",
    remedy,
  });
}

/** @throws AppError update.settings-invalid */
function checkFeed(feed: string): void {
  const url = URL.canParse(feed) ? new URL(feed) : null;
  const here = url !== null && isLoopback(url.hostname);
  if (
    url === null ||
    !(url.protocol === "https:" || (url.protocol === "http:" && here))
  )
    throw invalid(
      "The address is none of an encrypted page.",
      "It begins with https://",
    );
  if (url.username !== "" || url.password !== "")
    throw invalid(
      "The address must not hold a password.",
      "Give one that everybody may ask.",
    );
}
