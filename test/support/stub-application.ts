import type { Item } from "../../main/domain/catalog.ts";
import type { ErrorView } from "../../main/domain/errors.ts";
import type { KnownSource } from "../../main/domain/known-source.ts";
import type { News } from "../../main/domain/news.ts";
import type { ExportResult, Run } from "../../main/domain/run.ts";
import type {
  CatalogSummary,
  Commands,
  ContainerView,
  EventName,
  Events,
  ItemRow,
} from "../../preload/contract.ts";
import { createStubDesk } from "./stub-desk.ts";
import {
  createStubPackages,
  type StubPackageOptions,
} from "./stub-packages.ts";
import { createStubSettings } from "./stub-settings.ts";
import { createStubPlans, type StubPlanOptions } from "./stub-plans.ts";

export interface StubOptions extends StubPlanOptions, StubPackageOptions {
  /** Number of items in the catalog; 0 for an empty one. */
  readonly items: number;
  /** Milliseconds every answer takes. */
  readonly delay?: number;
  readonly keychain?: boolean;
  /** Commands that fail, and how. */
  readonly failing?: Readonly<Record<string, ErrorView>>;
  readonly runs?: readonly Run[];
  readonly sources?: readonly KnownSource[];
  /** Steps an import or export takes, and milliseconds between them. */
  readonly steps?: number;
  readonly stepTime?: number;
  /** Names as long as people make them. */
  readonly longTexts?: boolean;
}

/** What a test finds as `window.stub`. */
export interface Stub {
  /** What was asked, in order. */
  readonly calls: { name: string; input: unknown }[];
  /** Tells the page of a change, as the application would. */
  announce(run: Run): void;
  inform(news: News): void;
  /** Changes how the stand-in answers from now on. */
  options: StubOptions;
}

export type StubApplication = ReturnType<typeof createStubApplication>;

/**
 * Stands in for the application behind the page: the same commands, made-up content. Needs nothing but its arguments,
 * so that it runs in a page and in Node alike.
 */
export function createStubApplication(
  start: StubOptions,
  createPlans: typeof createStubPlans = createStubPlans,
  createDesk: typeof createStubDesk = createStubDesk,
  createPackages: typeof createStubPackages = createStubPackages,
  createSettings: typeof createStubSettings = createStubSettings,
) {
  const calls: Stub["calls"] = [];
  const listeners = new Map<string, Set<(event: never) => void>>();
  const runs = new Map<number, Run>();
  const stub: Stub = {
    calls,
    announce,
    inform: () => undefined,
    options: start,
  };
  const held = () => stub.options.held === true;
  let items = start.items;
  for (const run of start.runs ?? []) runs.set(run.id, run);

  const long = start.longTexts === true;
  const tail = long
    ? " with a name that goes on for much longer than anybody who designs a window would ever have wished for, Donaudampfschifffahrtsgesellschaftskapitänswitwenversorgungskasse"
    : "";

  const community = (
    id: number,
    name: string,
    parents: number[],
  ): ContainerView => ({
    id,
    uuid: `00000000-0000-4000-8000-${String(id).padStart(12, "0")}`,
    handle: `10673/${id}`,
    name,
    parents,
    items: null,
    files: null,
    bytes: null,
  });
  const communities = (): ContainerView[] =>
    items === 0
      ? []
      : [
          community(1, `Maritime archive${tail}`, []),
          community(2, "Lighthouses", [1]),
          community(3, "Imported collections", []),
        ];
  const holding = (container: ContainerView, count: number): ContainerView => ({
    ...container,
    items: count,
    files: count * 2,
    bytes: count * 1_250_000,
  });
  const collections = (): ContainerView[] =>
    items === 0
      ? []
      : [
          holding(community(4, `Keepers’ letters${tail}`, [2]), items),
          holding(community(5, "Tide readings", [2]), 18),
          holding(community(6, "Holdall sample", [3]), 12),
          holding(community(7, "An empty one", [3]), 0),
        ];
  const summary = (): CatalogSummary => ({
    communities: communities().length,
    collections: collections().length,
    items,
    bitstreams: items * 2,
    bytes: items * 1_250_000,
  });

  const titles = [
    "Letter from the keeper of São Brás",
    "Torvøya fyr: tegning og byggebrev",
    "Pegelstände Süderhörn, Oktober 1926",
    "Mareograf w Łysej Górze, grudzień 1937",
    "Ο φάρος της Πέτρας",
    "منارة رأس الصخر",
  ];
  const row = (index: number, words: string): ItemRow => ({
    id: 1000 + index,
    uuid: `11111111-0000-4000-8000-${String(index).padStart(12, "0")}`,
    handle: `10673/${1000 + index}`,
    title: `${words}${titles[index % titles.length] ?? ""} no. ${index + 1}${index % 7 === 3 ? tail : ""}`,
    collection: "Keepers’ letters",
    authors:
      index % 5 === 4
        ? ""
        : "Conceição, João da; Ødegård, Åse; Kermadec, Anaïs",
    issued: String(1874 + (index % 90)),
    type: index % 5 === 4 ? "" : "Letter",
    files: 1 + (index % 4),
    bytes: 18_000 + ((index * 7919) % 4_000_000),
    withdrawn: index % 23 === 5,
    lastModified: 1_750_000_000_000 - index * 3_600_000,
  });

  const item = (id: number): Item => {
    const value = (field: string, text: string, language: string | null) => {
      const [schema = "dc", element = "title", qualifier = null] =
        field.split(".");
      return {
        schema,
        element,
        qualifier,
        language,
        value: text,
        authority: null,
        confidence: -1,
        place: 0,
      };
    };
    const policy = {
      action: "READ",
      group: "Anonymous",
      account: null,
      name: null,
      description: null,
      type: "TYPE_INHERITED",
      startDate: null,
      endDate: null,
    } as const;
    const file = (number: number, name: string, size: number) => ({
      id: id * 10 + number,
      uuid: `22222222-0000-4000-8000-${String(id * 10 + number).padStart(12, "0")}`,
      name,
      description: number === 1 ? "As it was sent" : null,
      source: null,
      mimeType: number === 1 ? "application/pdf" : "text/plain",
      formatName: number === 1 ? "Adobe PDF" : "Text",
      sequence: number,
      primary: number === 1,
      metadata: [],
      policies: [
        number === 1
          ? { ...policy, name: "embargo", startDate: "2031-03-01" }
          : policy,
      ],
      size,
      sha256:
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
      md5: "098f6bcd4621d373cade4e832627b4f6",
      crc32: 3632233996,
    });
    const found = row(id - 1000, "");
    return {
      id,
      uuid: found.uuid,
      handle: found.handle,
      owningCollection: {
        id: 4,
        uuid: community(4, "", []).uuid,
        handle: "10673/4",
        name: `Keepers’ letters${tail}`,
      },
      mappedCollections: [],
      inArchive: true,
      withdrawn: found.withdrawn,
      discoverable: true,
      lastModified: found.lastModified,
      submitter: "ada@example.org",
      metadata: [
        value("dc.title", found.title, "pt"),
        { ...value("dc.title", "Letter from the keeper", "en"), place: 1 },
        value("dc.contributor.author", "Conceição, João da", null),
        value("dc.date.issued", found.issued, null),
        value(
          "dc.description.abstract",
          `A letter about oil, wicks and the wreck of a schooner.${tail} ${"It was found in the lantern room. ".repeat(6)}`,
          "en",
        ),
        value(
          "dc.rights.uri",
          "https://creativecommons.org/publicdomain/zero/1.0/",
          null,
        ),
      ],
      bundles: [
        {
          id: id * 100,
          uuid: `33333333-0000-4000-8000-${String(id).padStart(12, "0")}`,
          name: "ORIGINAL",
          bitstreams: [
            file(1, `Carta do faroleiro${tail}.pdf`, 182_311),
            file(2, "notes.txt", 1),
          ],
          metadata: [],
          policies: [policy],
        },
        {
          id: id * 100 + 1,
          uuid: `44444444-0000-4000-8000-${String(id).padStart(12, "0")}`,
          name: "LICENSE",
          bitstreams: [file(3, "license.txt", 1748)],
          metadata: [],
          policies: [policy],
        },
      ],
      policies: [policy],
      relationships: [],
    };
  };

  function announce(run: Run): void {
    runs.set(run.id, run);
    tell("run.changed", run);
  }
  function tell<Name extends EventName>(name: Name, event: Events[Name]): void {
    for (const listener of listeners.get(name) ?? []) listener(event as never);
  }

  const nothing = {
    phase: "waiting",
    items: 0,
    itemsTotal: 0,
    files: 0,
    filesTotal: 0,
    bytes: 0,
    bytesTotal: 0,
  } as const;

  /** Begins a run that goes on by itself. */
  function begin(kind: Run["kind"], title: string, onDone: () => void): Run {
    const id = Math.max(0, ...runs.keys()) + 1;
    const run: Run = {
      id,
      uuid: `55555555-0000-4000-8000-${String(id).padStart(12, "0")}`,
      kind,
      origin: "holdall",
      title,
      state: "queued",
      progress: nothing,
      createdAt: Date.now(),
      startedAt: null,
      finishedAt: null,
      retryOf: null,
      problems: { error: 0, warning: 0, note: 0 },
      error: null,
      result: null,
    };
    runs.set(id, run);
    const steps = stub.options.steps ?? 4;
    let step = 0;
    const timer = setInterval(() => {
      const now = runs.get(id) ?? run;
      if (now.paused === true) return;
      if (now.state === "cancelled") {
        clearInterval(timer);
        return;
      }
      step += 1;
      if (step < steps) {
        announce({
          ...run,
          state: "processing",
          startedAt: Date.now(),
          progress: {
            phase: kind === "export" ? "packing" : "reading",
            items: Math.floor((54 * step) / steps),
            itemsTotal: 54,
            files: Math.floor((108 * step) / steps),
            filesTotal: 108,
            bytes: Math.floor((67_500_000 * step) / steps),
            bytesTotal: 67_500_000,
          },
        });
        return;
      }
      clearInterval(timer);
      onDone();
      announce({
        ...run,
        state: "done",
        startedAt: run.createdAt,
        finishedAt: Date.now(),
        progress: { ...nothing, phase: "finished" },
        result: kind === "export" ? exported() : imported(),
      });
    }, stub.options.stepTime ?? 60);
    return run;
  }

  const exported = (): ExportResult => ({
    path: "/home/ada/.local/share/holdall/exports/10673-4.zip",
    size: 61_240_118,
    sha256: "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
    crc32: 1,
    items: 54,
    itemsPlanned: 54,
    files: 108,
    filesPlanned: 108,
    entries: 274,
    verified: true,
  });
  const imported = () => ({
    items: 54,
    itemsAlreadyThere: 0,
    itemsRefused: 0,
    files: 108,
    bytes: 67_500_000,
    collections: [{ uuid: community(6, "", []).uuid, name: "Holdall sample" }],
  });

  const fill = (): void => {
    if (items === 0) items = 54;
  };

  const sources = new Map<number, KnownSource>();
  for (const source of start.sources ?? []) sources.set(source.id, source);
  const sourceRuns = new Map<number, number[]>();
  /** A source as it is now: its latest run goes on by itself. */
  const seen = (source: KnownSource): KnownSource => {
    const run = runs.get(sourceRuns.get(source.id)?.[0] ?? 0);
    return run === undefined
      ? source
      : {
          ...source,
          lastRun: {
            run: run.id,
            state: run.state,
            finishedAt: run.finishedAt,
          },
        };
  };
  const sourceOf = (
    id: number,
    { name, ...draft }: Commands["sources.add"]["input"],
  ): KnownSource => {
    const source: KnownSource = {
      id,
      name: name ?? draft.path.split("/").at(-1) ?? draft.path,
      kind: "saf",
      createdAt: Date.now(),
      lastRun: null,
      ...draft,
    };
    sources.set(id, source);
    return source;
  };

  const settings = createSettings(tell);
  stub.inform = settings.inform;

  type Handlers = {
    [Name in keyof Commands]?: (
      input: Commands[Name]["input"],
    ) => Commands[Name]["output"];
  };
  const handlers: Handlers = {
    ...createPlans(
      start,
      (title) => begin("export", title, () => undefined),
      tell,
      held,
    ),
    ...createPackages(start, tell, held),
    ...settings.handlers,
    ...createDesk({ many: start.items > 5_000, tail }),
    "app.about": () => ({
      name: "Holdall",
      version: "0.1.0",
      dataFolder: "/home/ada/.local/share/holdall",
      platform: "linux",
    }),
    "app.keychain": () =>
      stub.options.keychain === false
        ? {
            available: false,
            reason: "There is no Secret Service on this system.",
          }
        : { available: true, reason: "" },
    "catalog.summary": summary,
    "communities.list": communities,
    "collections.list": collections,
    "items.page": (input) => {
      const all =
        input.filters !== undefined
          ? Math.min(items, 9)
          : input.query !== undefined
            ? input.query.startsWith("zzz")
              ? 0
              : Math.min(items, 1234)
            : input.container === undefined
              ? items
              : (collections().find(({ id }) => id === input.container)
                  ?.items ?? items);
      const first =
        (input.after === undefined ? 0 : Number(input.after)) +
        (input.skip ?? 0);
      const end = Math.min(all, first + input.limit);
      const words = input.query === undefined ? "" : `${input.query} · `;
      return {
        items: Array.from({ length: Math.max(0, end - first) }, (_, place) =>
          row(
            input.descending ? all - 1 - first - place : first + place,
            words,
          ),
        ),
        next: end < all ? String(end) : null,
        total: all,
      };
    },
    "items.ids": (input) =>
      Array.from(
        { length: Math.min(input.limit, items - input.skip) },
        (_, place) => row(input.skip + place, "").id,
      ),
    "items.get": (input) => item(input.item),
    "items.standing": (input) => ({
      may: { change: true, addFiles: true },
      closed: [input.item * 10 + 3],
      checks: [
        {
          bitstream: input.item * 10 + 1,
          checkedAt: 1_750_000_000_000,
          fault: "damaged",
        },
      ],
      titles: [],
    }),
    "relations.of": () => ({
      items: [
        {
          id: 1,
          kind: {
            type: 1,
            side: "left",
            name: "isAuthorOfPublication",
            otherType: "Person",
          },
          other: {
            id: 1002,
            uuid: "3f1d2c7e-0000-4000-8000-000000001002",
            handle: null,
            title: `Fyr, Eva${tail}`,
          },
        },
      ],
      next: null,
      total: 1,
      counts: [{ type: 1, side: "left", count: 1 }],
      kinds: [
        {
          type: 1,
          side: "left",
          name: "isAuthorOfPublication",
          otherType: "Person",
        },
      ],
    }),
    "items.exports": () => [
      {
        run: 8,
        title: `Keepers’ letters${tail}`,
        finishedAt: 1_750_000_000_000,
        whole: false,
      },
    ],
    "files.link": (input) => ({
      path: input.bitstream === 77 ? "/holdall.svg" : "/index.html",
    }),
    "files.check": (input) => ({
      bitstream: input.bitstream,
      checkedAt: 1_750_000_000_000,
      fault: null,
    }),
    "files.save": () => ({ path: "/home/ada/notes.txt" }),
    "files.open": () => null,
    "fields.list": () => [
      { name: "dc.subject", note: `Keywords${tail}` },
      { name: "dc.title.alternative", note: null },
    ],
    "items.revise": () => null,
    "items.set-state": () => null,
    "items.move": () => null,
    "items.remove": () => null,
    "items.create": () => ({ item: 1001 }),
    "items.add-files": () => ({ files: [], bundle: null }),
    "files.remove": () => null,
    "collections.accepting": () => [4, 5, 6],
    "containers.get": ({ container }) => ({
      id: container,
      kind:
        container === null
          ? "site"
          : container < 4
            ? "community"
            : "collection",
      metadata: {
        "dc.title": [
          {
            value: `Keepers’ letters${tail}`,
            language: null,
            authority: null,
            confidence: -1,
          },
        ],
      },
      logo: container === null ? null : 77,
      may: {
        change: container !== null,
        remove: container !== null,
        addCommunity: container === null || container < 4,
        addCollection: container !== null && container < 4,
        addItem: container !== null && container >= 4,
      },
      holds:
        container === null
          ? null
          : {
              communities: 1,
              collections: 2,
              items: 54,
              files: 108,
              bytes: 67_500_000,
            },
    }),
    "containers.create": () => ({ uuid: community(4, "", []).uuid }),
    "containers.revise": () => null,
    "containers.remove": () => null,
    "containers.set-logo": () => null,
    "exports.estimate": (input) =>
      input.query === undefined
        ? {
            items: Math.max(54, start.items),
            files: 108,
            bytes: 67_500_000,
            withdrawn: 3,
          }
        : { items: 7, files: 14, bytes: 1_400_000, withdrawn: 0 },
    "imports.sample": () =>
      begin("import", "/opt/holdall/sample/metadata.csv", fill),
    "imports.create": (input) => begin("import", input.path, fill),
    "sources.list": () => [...sources.values()].map(seen),
    "sources.add": (input) => sourceOf(sources.size + 71, input),
    "sources.change": ({ source, ...input }) => sourceOf(source, input),
    "sources.remove": ({ source }) => {
      sources.delete(source);
      return null;
    },
    "sources.look": ({ path }) => ({
      kind: "saf",
      items: 54,
      total: 54,
      complete: true,
      alreadyThere: 42,
      refused: 1,
      files: 108,
      bytes: 67_500_000,
      collections: [`Keepers’ letters${tail}`],
      titles: titles.slice(0, 5),
      problems: { error: 1, warning: 0, note: 1 },
      first: [
        {
          severity: "error",
          code: "file.not-found",
          object: "item_017",
          file: `${path}/item_017/contents`,
          message: "The file letter.pdf is not there.",
          action: "The item would not be imported.",
        },
        {
          severity: "note",
          code: "xml.entity",
          object: "item_018",
          message: "An entity was replaced.",
          action: "Nothing is lost.",
        },
      ],
    }),
    "sources.run": ({ source }) => {
      const run = begin("import", sources.get(source)?.path ?? "", fill);
      sourceRuns.set(source, [run.id, ...(sourceRuns.get(source) ?? [])]);
      return run;
    },
    "sources.runs": ({ source }) =>
      (sourceRuns.get(source) ?? []).flatMap((id) => runs.get(id) ?? []),
    "exports.create": (input) =>
      begin(
        "export",
        input.query !== undefined
          ? `Search: ${input.query}`
          : input.target === undefined
            ? "The whole catalog"
            : `Keepers’ letters${tail}`,
        () => undefined,
      ),
    "exports.again": (input) =>
      begin("export", runs.get(input.run)?.title ?? "", () => undefined),
    "exports.reveal": () => null,
    "exports.drag": () => null,
    "exports.link": () => ({ path: "/api/holdall/downloads/one.zip" }),
    "runs.list": (input) =>
      [...runs.values()]
        .filter((run) => input.before === undefined || run.id < input.before)
        .filter((run) => input.kind === undefined || run.kind === input.kind)
        .filter(
          (run) =>
            input.states === undefined || input.states.includes(run.state),
        )
        .filter((run) =>
          run.title.toLowerCase().includes((input.words ?? "").toLowerCase()),
        )
        .sort((one, other) => other.id - one.id)
        .slice(0, input.limit),
    "runs.ended": ({ since, step, count }) =>
      [...runs.values()]
        .filter(({ kind, finishedAt }) => kind === "export" && finishedAt)
        .map((run, index) => ({
          // As if they had ended lately, however old the stand-in gets.
          place: count - 1 - ((index * 3) % count),
          state: run.state,
          runs: 1 + (since > 0 ? index % 2 : 0),
          bytes:
            run.result !== null && "size" in run.result ? run.result.size : 0,
          milliseconds: Math.min(step, 42_000 * (1 + index)),
        })),
    "runs.get": (input) => {
      const run = runs.get(input.run);
      if (run === undefined) throw new Error("There is no such run.");
      return run;
    },
    "runs.pause": (input) => {
      const run = runs.get(input.run);
      if (run === undefined) throw new Error("There is no such run.");
      const paused: Run = { ...run, state: "queued", paused: true };
      announce(paused);
      return paused;
    },
    "runs.resume": (input) => {
      const run = runs.get(input.run);
      if (run === undefined) throw new Error("There is no such run.");
      const { paused: _paused, ...goingOn } = run;
      announce(goingOn);
      return goingOn;
    },
    "runs.cancel": (input) => {
      const run = runs.get(input.run);
      if (run === undefined) throw new Error("There is no such run.");
      const cancelled: Run = {
        ...run,
        state: "cancelled",
        finishedAt: Date.now(),
        error: {
          code: "run.cancelled",
          kind: "failed",
          message: "The run was cancelled.",
        },
      };
      announce(cancelled);
      return cancelled;
    },
  };

  return {
    stub,
    /** Every run that has not ended. */
    active: (): Run[] =>
      [...runs.values()].filter((run) => run.finishedAt === null),
    async invoke(name: string, input: unknown): Promise<unknown> {
      // Across the border goes a copy, each way, as between processes: what cannot be copied does not arrive.
      const brought = structuredClone(input);
      calls.push({ name, input: brought });
      await new Promise((resolve) =>
        setTimeout(resolve, stub.options.delay ?? 0),
      );
      const failure = stub.options.failing?.[name];
      if (failure !== undefined) return { ok: false, error: failure };
      const handler = (
        handlers as Record<string, ((input: unknown) => unknown) | undefined>
      )[name];
      if (handler === undefined) throw new Error(`Nobody answers ${name}.`);
      return structuredClone({ ok: true, value: handler(brought) });
    },
    listen<Name extends EventName>(
      name: Name,
      listener: (event: Events[Name]) => void,
    ): () => void {
      const heard = listeners.get(name) ?? new Set();
      listeners.set(name, heard.add(listener));
      return () => void heard.delete(listener);
    },
  };
}

/** Puts the stand-in into the page, in place of the preload. To be run there before the page's own scripts. */
export function installStub(
  create: typeof createStubApplication,
  options: StubOptions,
): string {
  return `{
    const application = (${create.toString()})(${JSON.stringify(options)}, ${createStubPlans.toString()}, ${createStubDesk.toString()}, ${createStubPackages.toString()}, ${createStubSettings.toString()});
    window.stub = application.stub;
    Object.defineProperty(window, "holdall", { value: {
      invoke: application.invoke,
      listen: application.listen,
      heed: () => () => undefined,
      pathOf: (file) => "/home/ada/incoming/" + (file.webkitRelativePath || file.name),
    } });
  }`;
}
