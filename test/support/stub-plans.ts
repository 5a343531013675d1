import type { AuditEntry } from "../../main/domain/audit.ts";
import type { DeliveryRecord } from "../../main/domain/delivery-record.ts";
import type {
  DefinitionRun,
  ExportDefinition,
} from "../../main/domain/export-definition.ts";
import type { Run } from "../../main/domain/run.ts";
import type {
  AccountView,
  ApiKeyView,
  Commands,
  EventName,
  Events,
  TargetKindView,
} from "../../preload/contract.ts";

export interface StubPlanOptions {
  /** Number of items in the catalog. */
  readonly items: number;
  /** Saved exports there are at the beginning. */
  readonly definitions?: readonly ExportDefinition[];
  readonly definitionRuns?: readonly DefinitionRun[];
  readonly deliveries?: readonly DeliveryRecord[];
  readonly accounts?: readonly AccountView[];
  readonly audit?: readonly AuditEntry[];
  /**
   * While true, deliveries and checks of packages stay halfway, for as long as a test needs to see them there.
   */
  readonly held?: boolean;
}

/**
 * Stands in for what the application knows of saved exports, targets and accounts. Needs nothing but its arguments, so
 * that it runs in a page and in Node alike.
 * @param begin starts a run of an export with this title
 * @param tell tells the page of an event
 * @param held whether deliveries stay halfway for now
 */
export function createStubPlans(
  options: StubPlanOptions,
  begin: (title: string) => Run,
  tell: <Name extends EventName>(name: Name, event: Events[Name]) => void,
  held: () => boolean,
) {
  const day = 86_400_000;
  const definitions = new Map<number, ExportDefinition>();
  const targetsOf = new Map<
    number,
    Commands["definitions.targets"]["output"]
  >();
  const pinned = new Set<number>();
  const accounts: AccountView[] = [...(options.accounts ?? [])];
  const keys: ApiKeyView[] = [];
  let deliveries: DeliveryRecord[] = [...(options.deliveries ?? [])];
  let quiet: Commands["quiet-hours.get"]["output"] = null;
  let webhook: Commands["webhook.get"]["output"] = null;
  let checkUp: Commands["check-up.get"]["output"] = {
    running: false,
    files: 0,
    findings: [],
    startedAt: null,
    endedAt: null,
    error: null,
  };
  let lastId = 100;
  for (const definition of options.definitions ?? [])
    definitions.set(definition.id, definition);

  const text = (description: string) => ({ type: "string", description });
  const kinds: TargetKindView[] = [
    {
      id: "folder",
      title: "Folder",
      settings: {
        type: "object",
        required: ["path"],
        properties: {
          path: text("Absolute path of a folder of this machine."),
          create: { type: "boolean", description: "Make the folder." },
          verify: {
            anyOf: [{ const: "size" }, { const: "resumed" }],
            description: "How an arrival is proved.",
          },
        },
      },
      secrets: [],
    },
    {
      id: "sftp",
      title: "SFTP",
      settings: {
        type: "object",
        required: ["server", "login"],
        properties: {
          server: text("Address of the server."),
          login: text("Name to log in with."),
          directory: text("Folder on the server."),
          trustFirstHostKey: {
            type: "boolean",
            description: "Accept the first host key.",
          },
        },
      },
      secrets: [
        { name: "password", title: "Password" },
        { name: "privateKey", title: "Private key (OpenSSH or PEM)" },
      ],
    },
    {
      id: "carrier-pigeon",
      title: "Carrier pigeon",
      settings: {
        type: "object",
        required: ["loft"],
        properties: {
          loft: text("Where the pigeon lives."),
          weight: { type: "integer", description: "Grams it can carry." },
        },
      },
      secrets: [],
    },
  ];

  function summaryOf(settings: Readonly<Record<string, unknown>>): string {
    const [first] = Object.values(settings);
    return String(first);
  }

  function find(id: number): ExportDefinition {
    const found = definitions.get(id);
    if (found === undefined) throw new Error("There is no such definition.");
    return found;
  }

  function keepTargets(
    id: number,
    inputs: Commands["definitions.create"]["input"]["targets"],
  ): void {
    targetsOf.set(
      id,
      (inputs ?? []).map((input) => ({
        id: input.id ?? (lastId += 1),
        transport: input.transport,
        settings: input.settings,
        summary: summaryOf(input.settings),
      })),
    );
  }

  /** Days at three o'clock from tomorrow on; which days does not matter here. */
  const upcoming = (count: number, step: number): number[] => {
    const tomorrow = Math.floor(Date.now() / day + 1) * day + 3 * 3_600_000;
    return Array.from(
      { length: count },
      (_, index) => tomorrow + index * step * day,
    );
  };

  const handlers: {
    [Name in keyof Commands]?: (
      input: Commands[Name]["input"],
    ) => Commands[Name]["output"];
  } = {
    "exports.kinds": () => ({
      formats: [
        { id: "saf", title: "SAF" },
        { id: "html", title: "HTML" },
        { id: "papyrus", title: "Papyrus rolls" },
      ],
      packers: [
        { id: "zip", title: "ZIP" },
        { id: "tar.gz", title: "TAR" },
      ],
    }),
    "exports.preflight": (input) => ({
      items: Math.max(54, options.items),
      withdrawnLeftOut: 3,
      unfinishedLeftOut: 0,
      files: 108,
      bytes: 67_500_000,
      archive: { least: 58_000_000, most: 66_000_000 },
      volumes: null,
      restricted: {
        choice:
          ("options" in input ? input.options.restricted : undefined) ??
          "include",
        files: 2,
        bytes: 4_000_000,
        embargoed: 1,
      },
      losses: {
        looked: 54,
        kinds: [
          {
            code: "name.changed",
            severity: "warning",
            message: "A file name cannot be used on every system.",
            action: "It is changed, and the old one kept beside it.",
            count: 4,
            first: [],
          },
        ],
      },
      store: { looked: 108, missing: 0, wrongSize: 0, first: [] },
      places: [],
      time: { seconds: 42, runs: 3 },
      hindrance: null,
    }),
    "audit.list": () => options.audit ?? [],
    "runs.retry": (input) => ({
      run: begin(`Run ${input.run}, once more`),
      deliveries: [],
    }),
    "targets.kinds": () => kinds,
    "targets.test": (input) => ({
      transport: input.type,
      target: summaryOf(input.settings),
      checks: ["A file was written to /media/nas/exports and removed again."],
      notes: [],
    }),
    "schedules.preview": (input) =>
      upcoming(
        Math.min(input.count, 10),
        input.schedules[0]?.kind === "times" &&
          input.schedules[0].weekdays !== null
          ? 7
          : 1,
      ),
    "quiet-hours.get": () => quiet,
    "quiet-hours.set": (input) => {
      quiet = input.hours;
      return null;
    },
    "definitions.list": () => [...definitions.values()],
    "definitions.targets": (input) => targetsOf.get(input.definition) ?? [],
    "definitions.create": (input) => {
      const id = (lastId += 1);
      const definition: ExportDefinition = {
        id,
        uuid: `77777777-0000-4000-8000-${String(id).padStart(12, "0")}`,
        owner: null,
        name: input.name,
        plan: {
          selection: { kind: "site" },
          options: input.options,
          root: "catalog",
          title: input.name,
        },
        schedules: input.schedules,
        timeZone: input.timeZone ?? "UTC",
        retention: input.retention ?? { keepLast: 10, keepDays: null },
        version: 1,
        createdAt: Date.now(),
        updatedAt: Date.now(),
        nextDue: input.schedules.length === 0 ? null : (upcoming(1, 1)[0] ?? 0),
        lastRun: null,
        lastProblem: null,
      };
      definitions.set(id, definition);
      keepTargets(id, input.targets);
      return definition;
    },
    "definitions.change": (input) => {
      const before = find(input.definition);
      const after: ExportDefinition = {
        ...before,
        name: input.name ?? before.name,
        schedules: input.schedules ?? before.schedules,
        retention: input.retention ?? before.retention,
        plan: {
          ...before.plan,
          options: input.options ?? before.plan.options,
        },
        version: before.version + 1,
      };
      definitions.set(before.id, after);
      if (input.targets !== undefined) keepTargets(before.id, input.targets);
      return after;
    },
    "definitions.remove": (input) => {
      definitions.delete(input.definition);
      return null;
    },
    "definitions.start": (input) => begin(find(input.definition).name),
    "definitions.runs": () =>
      (options.definitionRuns ?? []).map((run) => ({
        ...run,
        pinned: run.pinned || pinned.has(run.run),
      })),
    "definitions.expiring": () =>
      (options.definitionRuns ?? [])
        .slice(1, 2)
        .map(({ run }) => ({ run, because: "count" as const, at: null })),
    "definitions.of-run": (input) => {
      const run = options.definitionRuns?.find((one) => one.run === input.run);
      const [definition] = definitions.values();
      return run === undefined || definition === undefined
        ? null
        : {
            ...run,
            pinned: pinned.has(run.run),
            definition: definition.id,
            name: definition.name,
          };
    },
    "runs.pin": (input) => {
      if (input.pinned) pinned.add(input.run);
      else pinned.delete(input.run);
      return null;
    },
    "deliveries.list": (input) =>
      deliveries.filter(({ run }) => run === input.run),
    "deliveries.retry": (input) => {
      deliveries = deliveries.map((delivery) =>
        delivery.id === input.delivery
          ? { ...delivery, state: "done", error: null, finishedAt: Date.now() }
          : delivery,
      );
      return null;
    },
    "deliveries.send": (input) => {
      const id = (lastId += 1);
      const delivery: DeliveryRecord = {
        id,
        run: input.run,
        transport: typeof input.to === "number" ? "folder" : input.to.transport,
        summary:
          typeof input.to === "number"
            ? "/media/nas/exports"
            : summaryOf(input.to.settings),
        state: "delivering",
        progress: null,
        receipt: null,
        error: null,
        startedAt: Date.now(),
        finishedAt: null,
      };
      deliveries.push(delivery);
      let step = 0;
      const timer = setInterval(() => {
        if (step === 1 && held()) return;
        step += 1;
        if (step === 4) clearInterval(timer);
        const next: DeliveryRecord =
          step < 4
            ? {
                ...delivery,
                progress: {
                  file: "letters.zip",
                  files: 0,
                  totalFiles: 1,
                  bytes: step * 15_000_000,
                  totalBytes: 60_000_000,
                },
              }
            : { ...delivery, state: "done", finishedAt: Date.now() };
        deliveries = deliveries.map((one) => (one.id === id ? next : one));
        tell("delivery.changed", next);
      }, 150);
      return { delivery: id };
    },
    "webhook.get": () => webhook,
    "webhook.set": (input) => {
      webhook = input.webhook;
      return { secret: input.secret === undefined ? null : "keychain" };
    },
    "webhook.test": () => ({ status: 204 }),
    "webhook.notices": () =>
      webhook === null
        ? []
        : [
            {
              uuid: "bbbbbbbb-0000-4000-8000-000000000001",
              event: "export.failed",
              title: "Weekly safety copy",
              at: Date.UTC(2026, 2, 14, 9, 26),
              attempts: 2,
              arrivedAt: null,
              nextAt: Date.UTC(2026, 2, 14, 9, 28),
              error: "The webhook answers 502.",
            },
          ],
    "check-up.get": () => checkUp,
    "check-up.start": () => {
      // By the next look it is done.
      const begun = { ...checkUp, running: true, startedAt: Date.now() };
      checkUp = {
        running: false,
        files: 108,
        startedAt: begun.startedAt,
        endedAt: Date.now(),
        error: null,
        findings: [
          {
            area: "catalog",
            severity: "ok",
            message: "The catalog is sound.",
          },
          {
            area: "store",
            severity: "error",
            object: "/home/ada/.local/share/holdall/store/2c/26b46b68ffc68ff9",
            message:
              "/home/ada/.local/share/holdall/store/2c/26b46b68ffc68ff9 is damaged.",
            remedy: "Import the package it came from again.",
          },
        ],
      };
      return begun;
    },
    "check-up.stop": () => checkUp,
    "log.tail": () => ({
      file: "/home/ada/.local/share/holdall/logs/holdall.log",
      level: "info",
      lines: [
        {
          at: Date.UTC(2026, 2, 14, 9, 26),
          level: "info",
          message: "export finished",
        },
        {
          at: Date.UTC(2026, 2, 14, 9, 27),
          level: "warn",
          message: "The webhook answers 502.",
        },
      ],
    }),
    "log.reveal": () => null,
    "app.parts": () => [
      {
        name: "vue",
        version: "3.5.45",
        licence: "MIT",
        text: "The MIT License (MIT)\n\nPermission is hereby granted …",
      },
    ],
    "accounts.list": () => accounts,
    "accounts.add": (input) => {
      const id = (lastId += 1);
      const account: AccountView = {
        id,
        uuid: `88888888-0000-4000-8000-${String(id).padStart(12, "0")}`,
        email: input.email,
        admin: input.admin,
        canLogIn: true,
        createdAt: Date.now(),
      };
      accounts.push(account);
      return account;
    },
    "accounts.set-password": () => null,
    "api-keys.list": () => keys,
    "api-keys.create": (input) => {
      keys.push({
        email: input.email,
        name: input.name,
        prefix: "hk_1a2b3c",
        createdAt: Date.now(),
        lastUsedAt: null,
      });
      return { key: "hk_1a2b3c4d5e6f7g8h9i0j", prefix: "hk_1a2b3c" };
    },
    "api-keys.revoke": () => {
      keys.pop();
      return null;
    },
  };
  return handlers;
}
