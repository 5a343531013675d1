import { AppError } from "../domain/errors.ts";
import type {
  DefinitionRun,
  DefinitionSettings,
  ExportDefinition,
  Retention,
} from "../domain/export-definition.ts";
import type { ExportOptions, Run } from "../domain/run.ts";
import type { Schedule } from "../domain/schedule.ts";
import type {
  DefinitionTarget,
  TargetInput,
} from "../domain/delivery-record.ts";
import type { Caller } from "./access.ts";
import type {
  CheckedTargets,
  DefinitionTargets,
} from "./definition-targets.ts";
import type { Exports, Selected } from "./exports.ts";
import { comingRemovals } from "./retention.ts";
import {
  checkWebhook,
  type WebhookInput,
  type WebhookSettings,
} from "./webhook-settings.ts";
import { checkTimeZone, nextTime, nextTimes } from "./schedule-times.ts";

/** A definition that was kept, and the ids of its targets in their order. */
interface Placed {
  readonly id: number;
  readonly targets: readonly number[];
}

/** What this file needs of others. */
export interface DefinitionPorts {
  create(
    owner: number | null,
    settings: DefinitionSettings,
    targets: CheckedTargets["drafts"],
    now: number,
    webhook: WebhookSettings | null,
  ): Promise<Placed>;
  change(
    definition: ExportDefinition,
    settings: DefinitionSettings,
    /** Null leaves them as they are. */
    targets: CheckedTargets["drafts"] | null,
    now: number,
    /** Undefined leaves it as it is. */
    webhook: WebhookSettings | null | undefined,
  ): Promise<Placed>;
  webhook(definition: number): WebhookSettings | null;
  /** Keeps the secret of a webhook that was kept with its saved export. @param secret undefined: it stays */
  webhookKept(
    definition: number,
    webhook: WebhookSettings | null,
    secret: string | undefined,
  ): Promise<unknown>;
  testWebhook(definition: number): Promise<{ readonly status: number }>;
  targets(definition: number): readonly DefinitionTarget[];
  remove(id: number): Promise<boolean>;
  /** Removes what deliveries to these targets have left unfinished there, as far as that is possible. */
  abandon(definition: number, targets: readonly number[]): Promise<void>;
  get(id: number): ExportDefinition | null;
  list(): readonly ExportDefinition[];
  runs(definition: number): readonly DefinitionRun[];
  ofRun(run: number): (DefinitionRun & { readonly definition: number }) | null;
  pin(run: number, pinned: boolean): Promise<boolean>;
  /** Queues a run and notes that it is one of the definition's, both or neither. */
  startRun(definition: ExportDefinition, dueAt: number | null): Promise<number>;
  run(id: number): Run | null;
  /** Asks the runner to take up queued runs. */
  wake(): Promise<void>;
  /** Asks whoever watches the clock to look again. */
  scheduleChanged(): void;
  cancel(run: number): Promise<void>;
  readonly timeZone: string;
  /** What is kept of a saved export that does not say. */
  retentionDefault(): Retention;
  now(): number;
}

export interface DefinitionInput {
  readonly name: string;
  readonly target?: string | undefined;
  readonly items?: readonly string[] | undefined;
  readonly query?: string | undefined;
  readonly selected?: Selected | undefined;
  /** Only what has changed since the last successful run. */
  readonly incremental?: boolean | undefined;
  readonly options: ExportOptions;
  readonly schedules: readonly Schedule[];
  /** IANA name; absent for that of this machine. */
  readonly timeZone?: string | undefined;
  /** Absent: what new saved exports keep. */
  readonly retention?: Retention | undefined;
  readonly targets?: readonly TargetInput[] | undefined;
  /** Whom to tell what has become of its runs; absent for nobody but those that the installation tells. */
  readonly webhook?: WebhookInput | null | undefined;
}

/** What changes of a definition; what is absent stays. */
export interface DefinitionChange {
  readonly name?: string | undefined;
  readonly incremental?: boolean | undefined;
  readonly options?: ExportOptions | undefined;
  readonly schedules?: readonly Schedule[] | undefined;
  readonly timeZone?: string | undefined;
  readonly retention?: Retention | undefined;
  readonly targets?: readonly TargetInput[] | undefined;
  readonly webhook?: WebhookInput | null | undefined;
  /** Version the change was made from; absent: whichever it is. */
  readonly version?: number | undefined;
}

export type Definitions = ReturnType<typeof createDefinitions>;

/** Saved exports: what to export, how, when, and what is kept of it. Each belongs to whoever made it. */
export function createDefinitions(
  ports: DefinitionPorts,
  exports: Pick<Exports, "plan" | "checkOptions">,
  targets: DefinitionTargets,
) {
  const ownerOf = (caller: Caller): number | null => caller.account?.id ?? null;

  const sees = (caller: Caller, { owner }: ExportDefinition): boolean =>
    caller.administrator || owner === ownerOf(caller);

  /** @throws AppError definition.not-found */
  function get(caller: Caller, id: number): ExportDefinition {
    const definition = ports.get(id);
    if (definition === null || !sees(caller, definition)) {
      throw new AppError(
        "definition.not-found",
        `There is no saved export ${String(id)}.`,
        { object: String(id) },
      );
    }
    return definition;
  }

  /** When it will be due; also finds schedules that make no sense. */
  const nextDue = (
    schedules: readonly Schedule[],
    timeZone: string,
  ): number | null => {
    checkTimeZone(timeZone);
    return nextTime(schedules, timeZone, ports.now());
  };

  const running = ({ lastRun }: ExportDefinition): Run | null => {
    const run = lastRun === null ? null : ports.run(lastRun);
    return run?.state === "queued" || run?.state === "processing" ? run : null;
  };

  return {
    get,
    list: (caller: Caller): readonly ExportDefinition[] =>
      ports.list().filter((definition) => sees(caller, definition)),

    /** @throws AppError definition.name-taken, schedule.invalid; what planning an export throws */
    async create(
      caller: Caller,
      input: DefinitionInput,
    ): Promise<ExportDefinition> {
      const timeZone = input.timeZone ?? ports.timeZone;
      const hook = readWebhook(input.webhook ?? null);
      const checked = await targets.check(null, input.targets ?? []);
      const placed = await ports.create(
        ownerOf(caller),
        {
          name: input.name,
          plan: exports.plan(input),
          schedules: input.schedules,
          timeZone,
          retention: input.retention ?? ports.retentionDefault(),
          nextDue: nextDue(input.schedules, timeZone),
        },
        checked.drafts,
        ports.now(),
        hook.settings,
      );
      await targets.keep(checked, placed.targets, []);
      if (hook.settings !== null)
        await ports.webhookKept(placed.id, hook.settings, hook.secret);
      ports.scheduleChanged();
      return get(caller, placed.id);
    },

    /** @throws AppError definition.not-found, definition.changed, definition.name-taken, schedule.invalid */
    async change(
      caller: Caller,
      id: number,
      change: DefinitionChange,
    ): Promise<ExportDefinition> {
      const before = get(caller, id);
      if (change.version !== undefined && change.version !== before.version) {
        throw new AppError(
          "definition.changed",
          "Somebody else has changed this saved export meanwhile.",
          { object: before.name, remedy: "Look at it again." },
        );
      }
      if (change.options !== undefined) exports.checkOptions(change.options);
      const hook =
        change.webhook === undefined ? null : readWebhook(change.webhook);
      const schedules = change.schedules ?? before.schedules;
      const timeZone = change.timeZone ?? before.timeZone;
      const checked =
        change.targets === undefined
          ? null
          : await targets.check(id, change.targets);
      const targetsBefore = ports.targets(id);
      if (checked !== null) {
        const gone = targetsBefore
          .map((target) => target.id)
          .filter((target) => !checked.drafts.some((one) => one.id === target));
        if (gone.length > 0) await ports.abandon(id, gone);
      }
      const placed = await ports.change(
        before,
        {
          name: change.name ?? before.name,
          plan: {
            ...before.plan,
            options: change.options ?? before.plan.options,
            incremental: change.incremental ?? before.plan.incremental === true,
          },
          schedules,
          timeZone,
          retention: change.retention ?? before.retention,
          nextDue: nextDue(schedules, timeZone),
        },
        checked?.drafts ?? null,
        ports.now(),
        hook === null ? undefined : hook.settings,
      );
      if (hook !== null)
        await ports.webhookKept(id, hook.settings, hook.secret);
      if (checked !== null) {
        await targets.keep(
          checked,
          placed.targets,
          targetsBefore.filter((target) => !placed.targets.includes(target.id)),
        );
      }
      ports.scheduleChanged();
      return get(caller, id);
    },

    /** Removes a definition and stops its run; archives it has made stay. @throws AppError definition.not-found */
    async remove(caller: Caller, id: number): Promise<void> {
      const active = running(get(caller, id));
      if (active !== null) await ports.cancel(active.id);
      const gone = ports.targets(id);
      await ports.abandon(
        id,
        gone.map((target) => target.id),
      );
      await ports.remove(id);
      await targets.keep({ drafts: [], secrets: [] }, [], gone);
    },

    /** Runs a definition now. @throws AppError definition.not-found, definition.running */
    async start(caller: Caller, id: number): Promise<number> {
      const definition = get(caller, id);
      const active = running(definition);
      if (active !== null) {
        throw new AppError(
          "definition.running",
          `"${definition.name}" is being exported already.`,
          {
            object: definition.name,
            remedy: "Wait until it ends, or stop it.",
          },
        );
      }
      const run = await ports.startRun(definition, null);
      await ports.wake();
      return run;
    },

    /** The next times a definition will run by itself. @throws AppError definition.not-found */
    upcoming(caller: Caller, id: number, count: number): readonly number[] {
      const { schedules, timeZone } = get(caller, id);
      return nextTimes(schedules, timeZone, ports.now(), count);
    },

    /** The next times of schedules that are not saved yet. @throws AppError schedule.invalid */
    preview(
      schedules: readonly Schedule[],
      timeZone: string | undefined,
      count: number,
    ): readonly number[] {
      const zone = timeZone ?? ports.timeZone;
      checkTimeZone(zone);
      return nextTimes(schedules, zone, ports.now(), count);
    },

    /** Where it is delivered to. @throws AppError definition.not-found */
    targets: (caller: Caller, id: number): readonly DefinitionTarget[] =>
      ports.targets(get(caller, id).id),

    /** Whom its runs are told to; null: nobody of its own. @throws AppError definition.not-found */
    webhook: (caller: Caller, id: number): WebhookSettings | null =>
      ports.webhook(get(caller, id).id),

    /** @throws AppError definition.not-found, webhook.failed, webhook.settings-invalid */
    testWebhook: async (caller: Caller, id: number) =>
      ports.testWebhook(get(caller, id).id),

    /** Newest first. @throws AppError definition.not-found */
    runs: (caller: Caller, id: number): readonly DefinitionRun[] =>
      ports.runs(get(caller, id).id),

    /** Which definition a run belongs to, as far as the caller may know; null when to none. */
    ofRun(caller: Caller, run: number) {
      const found = ports.ofRun(run);
      const definition = found === null ? null : ports.get(found.definition);
      return found === null || definition === null || !sees(caller, definition)
        ? null
        : { ...found, name: definition.name };
    },

    /**
     * Runs whose archives will be removed as things stand, when and why.
     * @throws AppError definition.not-found
     */
    expiring: (caller: Caller, id: number) => {
      const { retention } = get(caller, id);
      return comingRemovals(retention, ports.runs(id), ports.now());
    },

    /** Keeps the archive of a run whatever the rules say, or no longer. @throws AppError run.not-found */
    async pin(caller: Caller, run: number, pinned: boolean): Promise<void> {
      const found = ports.ofRun(run);
      const definition = found === null ? null : ports.get(found.definition);
      if (definition === null || !sees(caller, definition)) {
        throw new AppError(
          "run.not-found",
          `There is no run ${String(run)} of a saved export.`,
          { object: String(run) },
        );
      }
      await ports.pin(run, pinned);
    },
  };
}

/** @throws AppError webhook.settings-invalid */
function readWebhook(input: WebhookInput | null): {
  readonly settings: WebhookSettings | null;
  readonly secret: string | undefined;
} {
  if (input === null) return { settings: null, secret: undefined };
  const { secret, ...settings } = input;
  checkWebhook(settings);
  return { settings, secret };
}
