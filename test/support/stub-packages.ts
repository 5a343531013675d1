import type { RunCheck } from "../../main/domain/run-check.ts";
import type { RunRecordLine } from "../../main/domain/run-record.ts";
import type { Problem } from "../../main/domain/run.ts";
import type { Commands, EventName, Events } from "../../preload/contract.ts";

export interface StubPackageOptions {
  readonly problems?: readonly Problem[];
  /** Steps in the log of every run. */
  readonly logged?: number;
}

/**
 * Stands in for what the application knows of finished packages: what is in them, what was logged, whether they are
 * sound. Needs nothing but its arguments, so that it runs in a page and in Node alike.
 * @param tell tells the page of an event
 * @param held whether checks stay halfway for now
 */
export function createStubPackages(
  options: StubPackageOptions,
  tell: <Name extends EventName>(name: Name, event: Events[Name]) => void,
  held: () => boolean,
) {
  const sum =
    "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
  const top = "10673-4";
  const checks = new Map<number, RunCheck>();

  const lines = (): RunRecordLine[] => [
    ...Array.from({ length: options.logged ?? 3 }, (_, index) => ({
      number: index + 1,
      severity: index % 5 === 4 ? ("warning" as const) : ("note" as const),
      at: 1_773_480_000_000 + index * 1000,
      code: "",
      object: "",
      message: `Step ${String(index + 1)} was taken.`,
      action: "",
    })),
    ...(options.problems ?? []).map((problem, index) => ({
      ...problem,
      number: 1_000_000_000_001 + index,
      at: null,
    })),
  ];

  const inside = (within: string) => {
    const folder = (name: string) => ({
      name,
      kind: "folder" as const,
      size: null,
      sha256: null,
    });
    const file = (name: string, size: number) => ({
      name,
      kind: "file" as const,
      size,
      sha256: null as string | null,
    });
    if (within === "") return [folder(top)];
    if (within === top)
      return [
        ...Array.from({ length: 250 }, (_, index) =>
          folder(`item_${String(index + 1).padStart(5, "0")}`),
        ),
        file("manifest-sha256.txt", 18_211),
      ];
    return [
      file("dublin_core.xml", 1204),
      file("Carta do faroleiro a propósito do azeite.pdf", 182_311),
    ];
  };

  const handlers: {
    [Name in keyof Commands]?: (
      input: Commands[Name]["input"],
    ) => Commands[Name]["output"];
  } = {
    "runs.log": ({ severity, after = 0, limit }) => {
      const all = lines();
      const found = all.filter(
        (line) =>
          line.number > after &&
          (severity === undefined || line.severity === severity),
      );
      const count = (of: string) =>
        all.filter((line) => line.severity === of).length;
      return {
        lines: found.slice(0, limit),
        more: found.length > limit,
        counts: {
          error: count("error"),
          warning: count("warning"),
          note: count("note"),
        },
      };
    },
    "packages.folder": ({ within, after, limit, sums }) => {
      const all = inside(within);
      const skip = after?.names ?? 0;
      return {
        names: all
          .slice(skip, skip + limit)
          .map((one) =>
            sums && one.kind === "file" ? { ...one, sha256: sum } : one,
          ),
        next:
          all.length > skip + limit
            ? { names: skip + limit, record: null }
            : null,
      };
    },
    "packages.link": () => ({ path: "/api/holdall/downloads/one.zip" }),
    "packages.reveal": () => null,
    "checks.get": ({ run }) => checks.get(run) ?? null,
    "checks.start": ({ run }) => {
      const check: RunCheck = {
        run,
        state: "running",
        entries: 137,
        entriesTotal: 274,
        bytes: 30_000_000,
        outcome: null,
        error: null,
      };
      const put = (change: Partial<RunCheck>) => {
        const next = { ...check, ...change };
        checks.set(run, next);
        tell("check.changed", next);
      };
      put({});
      const timer = setInterval(() => {
        if (held()) return;
        clearInterval(timer);
        if (checks.get(run)?.state !== "running") return;
        put({
          state: "done",
          entries: 274,
          outcome: {
            at: 1_773_490_000_000,
            entries: 274,
            items: 54,
            files: 108,
            manifest: true,
            errors: 1,
            warnings: 0,
            faults: [
              {
                severity: "error",
                object: `${top}/item_00017/letter.pdf`,
                message: "Its CRC-32 is wrong, so the data is damaged.",
              },
            ],
          },
        });
      }, 300);
      return check;
    },
    "checks.stop": ({ run }) => {
      const check = checks.get(run);
      if (check !== undefined) {
        checks.set(run, { ...check, state: "stopped" });
        tell("check.changed", { ...check, state: "stopped" });
      }
      return null;
    },
    "runs.rehearse": () => ({
      items: 54,
      same: 54,
      changedSince: 0,
      files: 108,
      differences: 0,
      first: [],
    }),
    "rehearsals.progress": () => null,
    "rehearsals.cancel": () => ({ cancelled: false }),
    "runs.compare": ({ after }) => ({
      counts:
        after === undefined
          ? { added: 2, changed: 1, gone: 1, unchanged: 51 }
          : null,
      items: (["added", "added", "changed", "gone"] as const).map(
        (change, index) => ({
          item: 1001 + index,
          uuid: `11111111-0000-4000-8000-${String(index).padStart(12, "0")}`,
          handle: `10673/${String(1001 + index)}`,
          change,
          title:
            change === "gone" ? null : `Tide readings no. ${String(index)}`,
        }),
      ),
      next: null,
    }),
  };
  return handlers;
}
