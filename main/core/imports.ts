import { AppError } from "../domain/errors.ts";
import type { ImportRequest } from "../domain/run-request.ts";
import type { RunOrigin } from "../domain/run.ts";
import type { RunPorts } from "./exports.ts";
import type { References } from "./references.ts";

export interface ImportPorts {
  readonly runs: RunPorts;
  readonly references: References;
  /** Kinds of source, asked in turn whether they know a path. */
  readonly sources: readonly {
    readonly id: string;
    recognises(path: string): Promise<boolean>;
  }[];
  /** The absolute path with links resolved. @throws AppError file.not-found, file.unreadable */
  realPath(path: string): Promise<string>;
  /** Tables that lie in a folder itself, at most so many; none where there is no such folder. */
  tablesIn(folder: string, most: number): Promise<readonly string[]>;
}

/** How many tables of a folder are looked at, to see which of them describes what lies beside it. */
const mostTables = 50;

export interface ImportInput {
  readonly path: string;
  /** Collection by uuid, handle, numeric id or name; a name that does not exist makes a collection. */
  readonly into?: string | undefined;
  readonly community?: string | undefined;
  readonly strict: boolean;
  readonly newIdentifiers: boolean;
  readonly encoding?: string | undefined;
  readonly delimiter?: string | undefined;
  readonly assetstore?: string | undefined;
}

export type Imports = ReturnType<typeof createImports>;

/** Imports: what is asked for becomes a run. */
export function createImports(ports: ImportPorts) {
  async function requestFor(input: ImportInput): Promise<ImportRequest> {
    const { source, path } = await sourceOf(
      ports,
      await ports.realPath(input.path),
    );
    return {
      kind: "import",
      source,
      path,
      ...place(ports.references, input.into),
      community:
        input.community === undefined
          ? null
          : ports.references.community(input.community).id,
      strict: input.strict,
      newIdentifiers: input.newIdentifiers,
      encoding: input.encoding ?? null,
      delimiter: input.delimiter ?? null,
      assetstore:
        input.assetstore === undefined
          ? null
          : await ports.realPath(input.assetstore),
    };
  }

  return {
    /**
     * What an import would be asked to do.
     * @throws AppError file.not-found, source.unknown, collection.ambiguous, community.not-found
     */
    request: requestFor,
    /**
     * Queues an import and returns the run's id. An unfinished run that was asked to do just the same is taken up instead.
     * @throws AppError file.not-found, source.unknown, collection.ambiguous, community.not-found
     */
    async create(
      input: ImportInput,
      owner: number | null = null,
      origin: RunOrigin = "holdall",
    ): Promise<number> {
      const request = await requestFor(input);
      const wanted = JSON.stringify(request);
      const same = ports.runs
        .unfinished()
        .find(
          (run) =>
            run.kind === "import" &&
            JSON.stringify(ports.runs.request(run.id)) === wanted,
        );
      const id =
        same?.id ??
        (await ports.runs.create(
          "import",
          request.path,
          request,
          owner,
          origin,
        ));
      await ports.runs.wake();
      return id;
    },
  };
}

/** What reads a path. A folder that is no package is read by the one table in it that describes what lies beside it. */
async function sourceOf(
  ports: ImportPorts,
  path: string,
): Promise<{ source: string; path: string }> {
  const known = async (at: string) => {
    for (const source of ports.sources)
      if (await source.recognises(at)) return { source: source.id, path: at };
    return null;
  };
  const itself = await known(path);
  if (itself !== null) return itself;
  const tables = [];
  for (const table of await ports.tablesIn(path, mostTables)) {
    const one = await known(table);
    if (one !== null) tables.push(one);
  }
  const [first] = tables;
  if (first !== undefined && tables.length === 1) return first;
  if (first !== undefined)
    throw new AppError(
      "source.unknown",
      `There are several tables in ${path}, and any of them could be meant.`,
      { object: path, remedy: "Import one of them, or one after the other." },
    );
  throw new AppError(
    "source.unknown",
    `${path} is not something that can be imported.`,
    {
      object: path,
      remedy:
        "Give a SAF package or one that Holdall has written (a folder, a ZIP or a tar archive), or a CSV file that lies beside its files.",
    },
  );
}

/** A name stays a name even when such a collection exists, so that the same command twice is the same import. */
function place(
  references: References,
  into: string | undefined,
): Pick<ImportRequest, "collection" | "newCollection"> {
  if (into === undefined) return { collection: null, newCollection: null };
  const exact = references.exact(into);
  if (exact?.kind === "collection")
    return { collection: exact.id, newCollection: null };
  if (exact !== null) {
    throw new AppError(
      "collection.not-found",
      `${into} is ${exact.kind === "item" ? "an item" : "a community"}, not a collection.`,
      {
        object: into,
        remedy: "Give a collection, or the name of one to create.",
      },
    );
  }
  if (looksLikeIdentifier(into)) {
    throw new AppError(
      "collection.not-found",
      `There is no collection ${into}.`,
      {
        object: into,
        remedy:
          "`holdall list collections` shows what there is; a name that is no identifier creates a collection.",
      },
    );
  }
  // Refuses a name that several collections have.
  references.collection(into);
  return { collection: null, newCollection: into };
}

function looksLikeIdentifier(text: string): boolean {
  return (
    /^[0-9]+$/.test(text) ||
    /^[0-9.]+\/\S+$/.test(text) ||
    /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)
  );
}
