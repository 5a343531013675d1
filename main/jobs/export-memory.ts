import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { ExportChanges } from "../domain/run.ts";
import {
  grownSelection,
  type ExportRequest,
  type RunMemory,
} from "../domain/run-request.ts";
import type { PackageChanges } from "../formats/format.ts";
import type { CatalogSnapshot } from "../store/catalog.ts";
import type { ExportPlan } from "./export-plan.ts";
import { findChanges } from "./find-changes.ts";
import type { JobContext, Remembered } from "./protocol.ts";
import {
  forgetMemory,
  isSpoilt,
  memoryFile,
  openRunMemory,
} from "./run-memory.ts";

export interface ExportMemoryInput {
  readonly context: JobContext;
  readonly request: ExportRequest;
  readonly plan: ExportPlan;
  readonly snapshot: CatalogSnapshot;
  readonly work: string;
}

export type ExportMemory = ReturnType<typeof createExportMemory>;

/** What an export knows of those before it, and leaves behind for those after it. */
export function createExportMemory(input: ExportMemoryInput) {
  const { context, request, plan, snapshot, work } = input;
  const { run, paths, signal } = context;
  const memory: RunMemory = request.memory ?? {
    name: run.uuid,
    known: 0,
    basis: "",
    incremental: false,
    base: null,
  };
  const file = memoryFile(paths.exports, memory.name);
  const { incremental } = memory;
  const base = memory.known === 0 || isThere() ? memory.base : null;
  /** Whether it takes only what is new. */
  const partial = incremental && base !== null;

  const open = () => {
    mkdirSync(dirname(file), { recursive: true });
    return openRunMemory(file, memory.known);
  };

  /** Whether there is something to be compared with. What cannot be read any more is thrown away. */
  function isThere(): boolean {
    if (existsSync(file)) {
      try {
        openRunMemory(file, memory.known).close();
        return true;
      } catch (error) {
        if (!isSpoilt(error)) throw error;
        forgetMemory(paths.exports, memory.name);
      }
    }
    context.report.problem({
      severity: "warning",
      code: "memory.lost",
      object: request.title,
      message: "What its earlier runs have packed is not remembered any more.",
      action: incremental
        ? "Everything was exported, as in the first run."
        : "Its earlier runs cannot be compared with later ones.",
    });
    return false;
  }

  function summary(): ExportChanges | null {
    if (!incremental) return null;
    const counts = plan.changes.counts();
    if (base === null)
      return {
        base,
        created: plan.totals()?.items ?? 0,
        changed: 0,
        deleted: 0,
        withdrawn: 0,
        left: 0,
      };
    const { run: number, uuid, finishedAt } = base;
    return { base: { run: number, uuid, finishedAt }, ...counts };
  }

  /** All items of the selection, in their order. */
  const everything = (): Iterable<number> =>
    snapshot.selection.items(
      grownSelection(request),
      request.options.withdrawn,
    );

  async function find(
    items: Iterable<number>,
    until: AbortSignal,
    onProgress: (items: number) => void,
  ): Promise<void> {
    const opened = open();
    try {
      await findChanges(
        plan,
        opened,
        snapshot,
        request,
        items,
        until,
        onProgress,
      );
    } finally {
      opened.close();
    }
  }

  return {
    /**
     * Finds out what is new, where that decides what is packed; to be called before the plan is made.
     * @throws AbortError when the signal fires
     */
    async find(onProgress: (items: number) => void): Promise<void> {
      if (!partial) return;
      if (
        base.revision === snapshot.revision &&
        request.options.restricted !== "leave-out"
      ) {
        // Nothing at all has been changed in the catalog.
        plan.changes.write();
        return;
      }
      await find(everything(), signal, onProgress);
    },

    /**
     * Finds out what is new in a package that has everything, for the runs after it; while that is packed, since nothing
     * in it depends on this.
     * @param until ends it before it is finished
     * @throws AbortError when the signal fires
     */
    async findBeside(until: AbortSignal): Promise<void> {
      if (partial || plan.fact("changes-found") === true) return;
      await find(plan.itemIds(), until, () => undefined);
      plan.set("changes-found", true);
    },

    /** The items to be packed, in their order. */
    selected: (): Iterable<number> =>
      partial ? plan.changes.items() : everything(),

    /** Whether nothing has changed since the run before, so that there is nothing to pack. */
    isEmpty: (): boolean =>
      partial && Object.values(plan.changes.counts()).every((n) => n === 0),

    partial,
    summary,

    /** What a volume, from 1, says of the package before; null unless the export is incremental. */
    factsOf(volume: number): PackageChanges | null {
      const found = summary();
      if (found === null) return null;
      const { base: from, ...counts } = found;
      const tombstonesFile = join(work, `tombstones-${String(volume)}.ndjson`);
      writeFileSync(tombstonesFile, "");
      if (volume === 1 && partial) writeTombstones(tombstonesFile);
      return {
        base:
          from === null
            ? null
            : { run: from.uuid, finishedAt: from.finishedAt },
        ...counts,
        tombstonesFile,
      };
    },

    /**
     * Keeps what this run packed as what the next one is compared with.
     * @param lost files that could not be packed, by their paths in the package
     */
    keep(lost: Iterable<string>): Remembered {
      const incomplete = plan.changes.markIncomplete(
        lost,
        snapshot.digests.load,
      );
      const opened = open();
      try {
        opened.keep(run.id, plan.path);
      } finally {
        opened.close();
      }
      return remembered(incomplete > 0, false);
    },
    /** What a run without a package leaves behind. */
    unchanged: (): Remembered => remembered(false, true),
  };

  function remembered(incomplete: boolean, empty: boolean): Remembered {
    return {
      basis: memory.basis,
      revision: incomplete ? null : snapshot.revision,
      empty,
    };
  }

  function writeTombstones(to: string): void {
    let lines = "";
    for (const { uuid, handle, reason } of plan.changes.departed()) {
      lines += `${JSON.stringify({ uuid, handle, reason })}\n`;
      if (lines.length < 1 << 20) continue;
      writeFileSync(to, lines, { flag: "a" });
      lines = "";
    }
    writeFileSync(to, lines, { flag: "a" });
  }
}
