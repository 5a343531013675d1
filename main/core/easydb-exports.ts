import {
  createHash,
  randomBytes,
  randomUUID,
  timingSafeEqual,
} from "node:crypto";
import { AppError } from "../domain/errors.ts";
import type {
  DefinitionRun,
  DefinitionSettings,
  ExportDefinition,
  ExportPlan,
} from "../domain/export-definition.ts";
import type { PackageFile } from "../domain/package-file.ts";
import type { FolderArchive, Run } from "../domain/run.ts";
import type { Access, Caller } from "./access.ts";
import {
  generatedName,
  type EasydbDelivery,
  type EasydbDraft,
  type EasydbExport,
  type EasydbListing,
  type EasydbRecord,
  type EasydbRun,
  type EasydbState,
} from "./easydb-export.ts";
import {
  createEasydbVocabulary,
  type EasydbKnown,
} from "./easydb-vocabulary.ts";
import type { ExportInput } from "./exports.ts";
import { nextTime } from "./schedule-times.ts";
import { createTurns } from "./turns.ts";

/** What this file needs of others. */
export interface EasydbPorts {
  /** All of it or nothing: the definition, and what is kept beside it. `nameOf` makes the name of its id. */
  create(
    owner: number,
    settings: DefinitionSettings,
    draft: EasydbDraft,
    nameOf: (id: number) => string,
    passkey: string,
    launchAt: number | null,
  ): Promise<number>;
  change(
    definition: ExportDefinition,
    settings: DefinitionSettings,
    draft: EasydbDraft,
  ): Promise<void>;
  remove(definition: number): Promise<void>;
  get(definition: number): EasydbRecord | null;
  definition(id: number): ExportDefinition | null;
  ofOwner(owner: number): readonly number[];
  toLaunch(): readonly number[];
  setAutomatic(definition: number, automatic: boolean): Promise<void>;
  /** Newest first. */
  runs(definition: number): readonly DefinitionRun[];
  run(id: number): Run | null;
  versionOf(run: number): number | null;
  /** The files of a finished run; null when it has none any more. */
  listing(run: number): EasydbListing | null;
  /** How far the deliveries of a run are. */
  deliveries(run: number): readonly EasydbDelivery[];
  /** Archives that were made of the files of a finished run. */
  archives(run: number): readonly FolderArchive["files"][number][];
  /** Writes a ZIP of files, which are gone through twice. */
  zip(
    files: () => AsyncIterable<PackageFile>,
    send: (piece: Buffer) => Promise<void>,
  ): Promise<void>;
  lines(run: number): readonly string[];
  plan(input: Omit<ExportInput, "out">): ExportPlan;
  readonly known: EasydbKnown;
  /** Queues a run, notes that it is the one the export shows, and has it taken up. */
  start(definition: ExportDefinition): Promise<void>;
  /** Stops a run and waits until it has stopped. @throws AppError run.not-running */
  cancel(run: number): Promise<void>;
  /** Removes what earlier runs have made, but not what somebody has pinned unless all is to go. */
  wipe(definition: number, kept: "pinned" | "nothing"): Promise<void>;
  /** Who an account is today. */
  callerOf(account: number): Caller | null;
  scheduleChanged(): void;
  /** Has something done later. */
  later(milliseconds: number, work: () => Promise<void>): void;
  readonly timeZone: string;
  now(): number;
}

export type EasydbExports = ReturnType<typeof createEasydbExports>;

/** An export without schedules runs by itself this long after it was made (easydb.md section 8). */
const launchDelay = 1000;

/** Exports with the states, the rights and the runs of easydb.md sections 8 and 10, over saved exports. */
export function createEasydbExports(ports: EasydbPorts, access: Access) {
  const vocabulary = createEasydbVocabulary(
    ports.known,
    ports.callerOf,
    access,
  );
  const inTurn = createTurns();

  function stateOf({ definition, run: id }: EasydbRecord): EasydbState {
    if (id === null) return "new";
    switch (ports.run(id)?.state) {
      case "queued":
        return "pending";
      case "processing":
        return "processing";
      case "done":
      case "done-with-problems":
        if (ports.deliveries(id).some(isOpen)) return "processing";
        return ports.runs(definition).find(({ run }) => run === id)
          ?.expiredAt === null
          ? "done"
          : "expired";
      default:
        return "failed";
    }
  }

  function find(owner: number, id: number): EasydbExport | null {
    const record = ports.get(id);
    const definition = ports.definition(id);
    if (record === null || definition?.owner !== owner) return null;
    const state = stateOf(record);
    return {
      ...record,
      owner,
      name: definition.name,
      schedules: definition.schedules,
      createdAt: definition.createdAt,
      state,
      delivering:
        state === "processing" &&
        record.run !== null &&
        hasEndedWell(ports.run(record.run)),
    };
  }

  /** @throws AppError definition.not-found, to everybody but the owner */
  function get(owner: number, id: number): EasydbExport {
    const found = find(owner, id);
    if (found === null) throw notFound(id);
    return found;
  }

  function definitionOf(id: number): ExportDefinition {
    const definition = ports.definition(id);
    if (definition === null) throw notFound(id);
    return definition;
  }

  function settingsOf(draft: EasydbDraft, name: string): DefinitionSettings {
    const plan = ports.plan(draft.plan);
    return {
      name,
      plan,
      schedules: draft.schedules,
      timeZone: ports.timeZone,
      // A run takes the place of the one before.
      retention: { keepLast: 1, keepDays: 7 },
      nextDue: nextTime(draft.schedules, ports.timeZone, ports.now()),
    };
  }

  const isOpen = ({ state }: EasydbDelivery): boolean =>
    state === "waiting" || state === "delivering";
  const isRunning = ({ state }: EasydbExport): boolean =>
    state === "pending" || state === "processing";

  /** Stops the run an export shows; false when it had ended before. */
  async function stopRun({ run }: EasydbExport): Promise<boolean> {
    if (run === null) return false;
    try {
      await ports.cancel(run);
      return true;
    } catch (error) {
      if (error instanceof AppError && error.code === "run.not-running")
        return false;
      throw error;
    }
  }

  async function run(id: number): Promise<void> {
    const definition = definitionOf(id);
    await ports.wipe(id, "pinned");
    await ports.start(definition);
  }

  /** Runs an export that was to run by itself, unless somebody was faster. */
  const launch = (id: number): Promise<void> =>
    inTurn(id, async () => {
      if (ports.definition(id) === null || ports.get(id)?.launchAt == null)
        return;
      await run(id);
      await ports.setAutomatic(id, true);
    });

  return {
    get,
    find,
    fieldNames: ports.known.fieldNames,
    vocabulary,
    /** Newest first, one by one. */
    *list(owner: number): Iterable<EasydbExport> {
      for (const id of ports.ofOwner(owner)) {
        const found = find(owner, id);
        if (found !== null) yield found;
      }
    },
    /** Its files; null unless it is done and has some. */
    listing({ state, run: made }: EasydbExport): EasydbListing | null {
      return state === "done" && made !== null ? ports.listing(made) : null;
    },
    zip: ports.zip,
    /** How far its deliveries are; none before it has run. */
    deliveries: ({ run: made }: EasydbExport): readonly EasydbDelivery[] =>
      made === null ? [] : ports.deliveries(made),
    /** Archives that were made of its files for download; none unless it is done. */
    archives: ({ state, run: made }: EasydbExport) =>
      state === "done" && made !== null ? ports.archives(made) : [],
    /** Whose ever it is: the export with this id and passkey. */
    byPasskey(id: number, passkey: string): EasydbExport | null {
      const owner = ports.definition(id)?.owner ?? null;
      const found = owner === null ? null : find(owner, id);
      const hash = (text: string) => createHash("sha256").update(text).digest();
      return timingSafeEqual(hash(passkey), hash(found?.passkey ?? "")) &&
        found !== null
        ? found
        : null;
    },
    /** All its runs, oldest first. */
    *history(id: number): Iterable<EasydbRun> {
      for (const { run: number, empty, dueAt } of ports.runs(id).toReversed()) {
        // What ran by the clock and found nothing to do is not worth a word.
        if (empty && dueAt !== null) continue;
        const found = ports.run(number);
        if (found !== null)
          yield {
            run: found,
            version: ports.versionOf(number) ?? 1,
            lines: ports.lines(number),
          };
      }
    },

    /** @throws AppError definition.name-taken, input.invalid; what planning an export throws */
    async create(owner: number, draft: EasydbDraft): Promise<EasydbExport> {
      const launches = draft.schedules.length === 0;
      const id = await ports.create(
        owner,
        // Nobody is called that; the name it is to have may need its id.
        settingsOf(draft, draft.name ?? randomUUID()),
        draft,
        (made) => draft.name ?? generatedName(draft.type, made),
        randomBytes(24).toString("base64url"),
        launches ? ports.now() + launchDelay : null,
      );
      if (launches) ports.later(launchDelay, () => launch(id));
      ports.scheduleChanged();
      return get(owner, id);
    },

    /**
     * Stops what runs, removes what was made, and makes it new again.
     * @throws AppError as {@link create}; definition.not-found
     */
    change: (
      owner: number,
      id: number,
      draftOf: (before: EasydbExport) => EasydbDraft,
    ): Promise<EasydbExport> =>
      inTurn(id, async () => {
        const before = get(owner, id);
        const draft = draftOf(before);
        const settings = settingsOf(
          draft,
          draft.name ?? generatedName(draft.type, id),
        );
        // All that can be refused is refused before anything is stopped, a name that is taken too.
        const running = isRunning(before) ? before : null;
        await ports.change(definitionOf(id), settings, draft);
        if (running !== null) await stopRun(running);
        await ports.wipe(id, "pinned");
        ports.scheduleChanged();
        return get(owner, id);
      }),

    /** @throws AppError definition.not-found */
    remove: (owner: number, id: number): Promise<void> =>
      inTurn(id, async () => {
        const before = get(owner, id);
        if (isRunning(before)) await stopRun(before);
        await ports.wipe(id, "nothing");
        await ports.remove(id);
      }),

    /** @throws AppError definition.not-found, definition.running */
    start: (owner: number, id: number): Promise<EasydbExport> =>
      inTurn(id, async () => {
        const before = get(owner, id);
        if (before.state === "pending" && before.automatic) {
          await ports.setAutomatic(id, false);
          return get(owner, id);
        }
        if (isRunning(before))
          throw new AppError(
            "definition.running",
            "The export is running already.",
            { object: String(id) },
          );
        await run(id);
        return get(owner, id);
      }),

    /** @throws AppError definition.not-found, run.not-running */
    stop: (owner: number, id: number): Promise<EasydbExport> =>
      inTurn(id, async () => {
        const before = get(owner, id);
        if (!isRunning(before) || !(await stopRun(before)))
          throw new AppError("run.not-running", "The export is not running.", {
            object: String(id),
          });
        return get(owner, id);
      }),

    /** Takes up what was to run by itself when the program ended. */
    resume(): void {
      for (const id of ports.toLaunch())
        ports.later(launchDelay, () => launch(id));
    },
  };
}

function hasEndedWell(run: Run | null): boolean {
  return run?.state === "done" || run?.state === "done-with-problems";
}

function notFound(id: number): AppError {
  return new AppError(
    "definition.not-found",
    `There is no export ${String(id)}.`,
    { object: String(id) },
  );
}
