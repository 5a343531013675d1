import { setTimeout as sleep } from "node:timers/promises";
import type { Static, TObject } from "typebox";
import type {
  ArrivedFile,
  DeliveryState,
  FileState,
  Receipt,
} from "../domain/delivery.ts";
import { AppError } from "../domain/errors.ts";
import type { Member, Place } from "./member.ts";
import { createProgress } from "./progress.ts";
import { createRedactor, redactError } from "./redact.ts";
import { checkNames, invalidSettings, readSettings } from "./settings.ts";
import { fromNetworkError, isPassing } from "./target-errors.ts";
import type { Delivery, Patience, Target, Transport } from "./transport.ts";

const usualPatience: Patience = {
  connectMs: 20_000,
  idleMs: 60_000,
  attempts: 5,
  firstDelayMs: 1000,
  longestDelayMs: 60_000,
};

/**
 * Makes a transport of a member: checks what comes in, tries again what is worth it, throttles progress, keeps what is
 * needed to go on, and lets no secret out.
 */
export function defineTransport<
  Schema extends TObject,
  const Secret extends string,
>(member: Member<Schema, Secret>): Transport {
  type Settings = Static<Schema>;
  const secretNames = Object.keys(member.secrets);

  function read(target: Target) {
    const settings: Settings = readSettings(
      member.id,
      member.settings,
      target.settings,
    );
    const unknown = Object.keys(target.secrets).find(
      (name) => !secretNames.includes(name),
    );
    if (unknown !== undefined) {
      throw invalidSettings(
        unknown,
        `A ${member.id} target has no secret of the name ${unknown}.`,
      );
    }
    // Their names were compared above; none must be there.
    const secrets = target.secrets as Place<Settings, Secret>["secrets"];
    member.check?.(settings, secrets);
    return { settings, secrets, summary: member.summary(settings) };
  }

  /** Runs something so that what it throws is fit to be told. */
  async function guarded<Result>(
    target: Target,
    signal: AbortSignal,
    work: (known: ReturnType<typeof read>) => Promise<Result>,
  ): Promise<Result> {
    const redact = createRedactor(target.secrets, loginOf(target.settings));
    let summary = member.title;
    try {
      const known = read(target);
      summary = known.summary;
      signal.throwIfAborted();
      return await work(known);
    } catch (error) {
      if (signal.aborted) {
        throw new AppError(
          "run.cancelled",
          `The work with ${redact(summary)} was cancelled.`,
          { object: redact(summary) },
        );
      }
      throw redactError(fromNetworkError(error, summary) ?? error, redact);
    }
  }

  function createPlace(
    known: ReturnType<typeof read>,
    signal: AbortSignal,
    patience: Patience,
    hostKey: string | undefined,
  ) {
    const notes = new Set<string>();
    let shown = hostKey;
    const place: Place<Settings, Secret> = {
      settings: known.settings,
      secrets: known.secrets,
      signal,
      patience,
      get knownHostKey() {
        return shown;
      },
      showHostKey(fingerprint) {
        shown = fingerprint;
      },
      note: (text) => void notes.add(text),
    };
    return {
      place,
      found: () => ({
        notes: [...notes],
        ...(shown === undefined ? {} : { hostKey: shown }),
      }),
    };
  }

  /** What is remembered of files, without what was remembered of other ones. */
  function recalled(
    files: Delivery["files"],
    state: DeliveryState | null,
  ): Map<string, FileState> {
    const kept = new Map<string, FileState>();
    if (state?.transport !== member.id) return kept;
    for (const { name, sha256 } of files) {
      const known = Object.hasOwn(state.files, name)
        ? state.files[name]
        : undefined;
      if (known?.sha256 === sha256) kept.set(name, known);
    }
    return kept;
  }

  async function deliver(
    delivery: Delivery,
    known: ReturnType<typeof read>,
  ): Promise<Receipt> {
    const { files, signal } = delivery;
    const patience = delivery.patience ?? usualPatience;
    checkNames(files);
    const state = recalled(files, delivery.resumeFrom);
    const { place, found } = createPlace(
      known,
      signal,
      patience,
      delivery.resumeFrom?.hostKey,
    );
    const progress = createProgress(files, delivery.onProgress);
    const arrivals = () =>
      files.flatMap((file): ArrivedFile[] => {
        const arrived = state.get(file.name)?.arrived;
        return arrived === undefined ? [] : [arrived];
      });
    for (const { name } of arrivals()) progress.arrived(name);
    const save = () => {
      const { hostKey } = found();
      delivery.saveState({
        transport: member.id,
        files: Object.fromEntries(state),
        ...(hostKey === undefined ? {} : { hostKey }),
      });
    };
    const missing = () =>
      files.filter((file) => state.get(file.name)?.arrived === undefined);

    let attempt = 1;
    let farthest = progress.bytes();
    for (;;) {
      try {
        await member.deliver({
          ...place,
          knownHostKey: found().hostKey,
          files: missing(),
          existing: delivery.existing,
          recall: (file) => state.get(file.name)?.progress,
          remember(file, remembered) {
            state.set(file.name, {
              sha256: file.sha256,
              progress: remembered,
            });
            save();
          },
          progressed: (file, bytes) => {
            progress.moved(file.name, bytes);
          },
          arrived(file, arrival) {
            state.set(file.name, {
              sha256: file.sha256,
              arrived: { name: file.name, ...arrival },
            });
            save();
            progress.arrived(file.name);
          },
        });
        break;
      } catch (error) {
        signal.throwIfAborted();
        const failure = fromNetworkError(error, known.summary);
        if (failure === null || !isPassing(failure)) throw error;
        if (progress.bytes() > farthest) attempt = 1;
        farthest = Math.max(farthest, progress.bytes());
        if (attempt >= patience.attempts) throw failure;
        const delayMs = Math.min(
          patience.longestDelayMs,
          patience.firstDelayMs * 2 ** (attempt - 1),
        );
        attempt++;
        const redact = createRedactor(
          delivery.target.secrets,
          loginOf(delivery.target.settings),
        );
        const told = redactError(failure, redact);
        if (told instanceof AppError) delivery.onRetry?.(told, delayMs);
        await sleep(delayMs, undefined, { signal });
      }
    }
    progress.finished();
    return {
      transport: member.id,
      target: known.summary,
      files: arrivals(),
      ...found(),
    };
  }
  return {
    id: member.id,
    title: member.title,
    settings: member.settings,
    secrets: Object.entries<string>(member.secrets).map(([name, title]) => ({
      name,
      title,
    })),
    check: (target) => void read(target),
    summary: (settings) =>
      member.summary(readSettings(member.id, member.settings, settings)),
    ...(member.localFolder === undefined
      ? {}
      : {
          localFolder: (settings) =>
            member.localFolder?.(
              readSettings(member.id, member.settings, settings),
            ) ?? null,
        }),
    lacks: async () => (await member.lacks?.()) ?? null,
    test: (target, signal, patience = usualPatience) =>
      guarded(target, signal, async (known) => {
        const checks: string[] = [];
        const { place, found } = createPlace(
          known,
          signal,
          patience,
          undefined,
        );
        await member.test(place, (sentence) => void checks.push(sentence));
        signal.throwIfAborted();
        return {
          transport: member.id,
          target: known.summary,
          checks,
          ...found(),
        };
      }),
    deliver: (delivery) =>
      guarded(delivery.target, delivery.signal, (known) =>
        deliver(delivery, known),
      ),
    discard: ({ target, files, resumeFrom, signal, patience }) =>
      guarded(target, signal, async (known) => {
        const state = recalled(files, resumeFrom);
        const { place } = createPlace(
          known,
          signal,
          patience ?? usualPatience,
          resumeFrom?.hostKey,
        );
        await member.discard({
          ...place,
          files: files.filter((file) => {
            const about = state.get(file.name);
            return about !== undefined && about.arrived === undefined;
          }),
          existing: "refuse",
          recall: (file) => state.get(file.name)?.progress,
          remember: () => {},
          progressed: () => {},
          arrived: () => {},
        });
      }),
  };
}

/** The login in settings that may not have been checked yet. */
function loginOf(settings: unknown): string | undefined {
  return typeof settings === "object" &&
    settings !== null &&
    "login" in settings &&
    typeof settings.login === "string"
    ? settings.login
    : undefined;
}
