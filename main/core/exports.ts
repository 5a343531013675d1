import type { CollectionRef, ObjectKind } from "../domain/catalog.ts";
import { AppError } from "../domain/errors.ts";
import type { ItemSearch } from "../domain/item-filter.ts";
import type { ExportPlan } from "../domain/export-definition.ts";
import type { ExportRequest, RunRequest } from "../domain/run-request.ts";
import type {
  ExportOptions,
  Run,
  RunOrigin,
  Selection,
} from "../domain/run.ts";
import {
  ownTitles,
  titleOfItems,
  titleOfSearch,
} from "../domain/own-titles.ts";
import type { Caller } from "./access.ts";
import type { References } from "./references.ts";

/** What runs are kept in and processed by. */
export interface RunPorts {
  create(
    kind: "export" | "import",
    title: string,
    request: RunRequest,
    owner: number | null,
    origin?: RunOrigin,
  ): Promise<number>;
  unfinished(): readonly Run[];
  request(id: number): RunRequest;
  /** Asks the runner to take up queued runs. */
  wake(): Promise<void>;
}

export interface ExportPorts {
  readonly runs: RunPorts;
  readonly references: References;
  readonly formats: readonly string[];
  readonly packers: readonly string[];
  container(kind: "community" | "collection", id: number): CollectionRef | null;
  /** Whether items belong to a selection only because they are mapped to its collections. */
  hasMapped(selection: Selection): boolean;
  item(id: number): {
    readonly handle: string | null;
    readonly uuid: string;
    readonly title: string;
  } | null;
}

/** What an export packs, and what it is called. */
export interface Selected {
  readonly selection: Selection;
  /** Name of the one root folder of the package. */
  readonly root: string;
  readonly title: string;
}

export interface ExportInput {
  /** Community, collection or item; absent together with `query` for the whole catalog. */
  readonly target?: string | undefined;
  /** Several items. */
  readonly items?: readonly string[] | undefined;
  readonly query?: string | undefined;
  readonly search?: ItemSearch | undefined;
  /** What others have selected already. */
  readonly selected?: Selected | undefined;
  /** Leave out items that are only mapped to the target. */
  readonly owned?: boolean | undefined;
  /** Only what has changed since the last successful run; for a definition only, which has runs before. */
  readonly incremental?: boolean | undefined;
  /** Absolute path of the archive; absent keeps it in the data folder. */
  readonly out?: string | undefined;
  readonly options: ExportOptions;
}

export type Exports = ReturnType<typeof createExports>;

/** Exports: what is asked for becomes a run. */
export function createExports(ports: ExportPorts) {
  /** @throws AppError format.unknown, packer.unknown */
  function checkOptions({ format, packer, payload }: ExportOptions): void {
    check("format.unknown", "format", format, ports.formats);
    if (payload !== undefined) {
      const payloads = ports.formats.filter((id) => id !== "bagit");
      check("format.unknown", "payload", payload, payloads);
      if (format !== "bagit")
        throw new AppError("input.invalid", "Only bags have a payload.", {
          object: payload,
          remedy: "Choose the format bagit, or leave the payload out.",
        });
    }
    check("packer.unknown", "packer", packer, ports.packers);
  }

  /** @throws AppError object.not-found, format.unknown, packer.unknown, input.invalid */
  function plan(input: Omit<ExportInput, "out">): ExportPlan {
    checkOptions(input.options);
    return {
      ...select(ports, input),
      options: input.options,
      ...(input.incremental === true ? { incremental: true } : {}),
    };
  }

  return {
    /**
     * Whether an export of an object for this caller is to leave out items that are only mapped to it; where there are
     * none, it is all the same and anybody who administers the object may have it.
     */
    ownedOnly: (
      caller: Caller,
      object: { readonly kind: ObjectKind; readonly id: number },
    ): boolean =>
      (object.kind === "community" || object.kind === "collection") &&
      (!caller.administrator ||
        !ports.hasMapped({ kind: object.kind, id: object.id })),
    checkOptions,
    /** What an export with this input would pack. @throws AppError as {@link create} */
    plan,
    /**
     * Queues an export and returns the run's id. An unfinished run that was asked to do just the same is taken up instead.
     * @throws AppError object.not-found, format.unknown, packer.unknown, input.invalid
     */
    async create(
      input: ExportInput,
      owner: number | null = null,
      origin: RunOrigin = "holdall",
    ): Promise<number> {
      const request: ExportRequest = {
        kind: "export",
        ...plan(input),
        out: input.out ?? null,
      };
      const same = ports.runs
        .unfinished()
        .find(
          (run) =>
            run.kind === "export" &&
            isSame(ports.runs.request(run.id), request),
        );
      const id =
        same?.id ??
        (await ports.runs.create(
          "export",
          request.title,
          request,
          owner,
          origin,
        ));
      await ports.runs.wake();
      return id;
    },

    /**
     * Queues one more export of what a run exported, with the same options; its archive is kept in the data folder.
     * @throws AppError input.invalid when the run was no export
     */
    async again(run: number, owner: number | null = null): Promise<number> {
      const request = ports.runs.request(run);
      if (request.kind !== "export") {
        throw new AppError("input.invalid", "The run was not an export.", {
          object: String(run),
        });
      }
      // By itself it goes on from nothing, and nothing goes on from it.
      const { memory: _memory, ...what } = request;
      const id = await ports.runs.create(
        "export",
        request.title,
        { ...what, selection: whole(request.selection), out: null },
        owner,
      );
      await ports.runs.wake();
      return id;
    },
  };
}

/** The selection with items that are mapped to it: who may ask for a run again may have all of it. */
function whole(selection: Selection): Selection {
  if (selection.kind !== "community" && selection.kind !== "collection")
    return selection;
  return { kind: selection.kind, id: selection.id };
}

function isSame(one: RunRequest, other: RunRequest): boolean {
  // Two exports into the data folder are two archives; two to the same path are one.
  return (
    one.kind === "export" &&
    one.out !== null &&
    JSON.stringify(one) === JSON.stringify(other)
  );
}

function check(
  code: "format.unknown" | "packer.unknown",
  noun: string,
  id: string,
  known: readonly string[],
): void {
  if (known.includes(id)) return;
  throw new AppError(code, `There is no ${noun} "${id}".`, {
    object: id,
    remedy: `Use one of: ${known.join(", ")}.`,
  });
}

function select(
  ports: ExportPorts,
  {
    target,
    items,
    query,
    search,
    selected,
    owned,
  }: Pick<
    ExportInput,
    "target" | "items" | "query" | "search" | "selected" | "owned"
  >,
): Selected {
  if (
    [target, items, query, search, selected].filter((one) => one !== undefined)
      .length > 1
  ) {
    throw new AppError(
      "input.invalid",
      "An export has a target, items or a query, only one of them.",
    );
  }
  if (selected !== undefined) return selected;
  if (items !== undefined) return selectItems(ports, items);
  if (query !== undefined) {
    if (!/[\p{L}\p{N}]/u.test(query)) {
      throw new AppError(
        "input.invalid",
        "The query has no word to search for.",
        { object: query },
      );
    }
    return {
      selection: { kind: "query", query },
      root: "search",
      title: titleOfSearch(query),
    };
  }
  if (search !== undefined)
    return {
      selection: { kind: "search", search },
      root: "search",
      title: ownTitles.search,
    };
  if (target === undefined)
    return {
      selection: { kind: "site" },
      root: "site",
      title: ownTitles.all,
    };
  const { kind, id } = ports.references.target(target);
  if (kind === "item") {
    const item = ports.item(id);
    if (item === null)
      throw new AppError("item.not-found", `There is no item ${target}.`, {
        object: target,
      });
    return {
      selection: { kind: "items", ids: [id] },
      root: rootName(item.handle ?? item.uuid),
      title: item.title === "" ? (item.handle ?? item.uuid) : item.title,
    };
  }
  const container = ports.container(kind, id);
  if (container === null)
    throw new AppError("object.not-found", `There is no ${kind} ${target}.`, {
      object: target,
    });
  return {
    selection: { kind, id, ...(owned === true ? { owned } : {}) },
    root: rootName(container.handle ?? container.uuid),
    title: container.name,
  };
}

function selectItems(
  { references }: ExportPorts,
  items: readonly string[],
): Selected {
  const ids = items.map((reference) => {
    const found = references.target(reference);
    if (found.kind !== "item") {
      throw new AppError(
        "input.invalid",
        `${reference} is a ${found.kind}; several objects can be exported together only when all of them are items.`,
        { object: reference },
      );
    }
    return found.id;
  });
  const sorted = [...new Set(ids)].sort((a, b) => a - b);
  return {
    selection: { kind: "items", ids: sorted },
    root: "items",
    title: titleOfItems(sorted.length),
  };
}

/** Name of a package's root folder: a handle in characters every file system takes (saf.md section 23). */
export function rootName(handle: string): string {
  const safe = handle.replace(/[^A-Za-z0-9._-]+/g, "-").replace(/^[.-]+/, "");
  return safe === "" ? "package" : safe;
}
