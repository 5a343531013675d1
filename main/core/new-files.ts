import type { Content } from "../domain/catalog.ts";
import { AppError } from "../domain/errors.ts";
import type { FieldEntry, MetadataEntries } from "../domain/metadata-map.ts";
import type {
  ReceiveContent,
  ReceivedContent,
} from "../domain/received-content.ts";
import { refused, type Access, type Caller } from "./access.ts";
import type { TargetPorts } from "./targets.ts";

/** A file on a disk of this machine that is to be taken in. */
export interface FileOnDisk {
  /** Absolute path. */
  readonly path: string;
  /** The name it is to have. */
  readonly name: string;
}

/** What this file needs of the catalog, the store and the disk. */
export interface NewFilePorts extends TargetPorts {
  kind(object: number): string | null;
  isTemplate(item: number): boolean;
  bundleNamed(item: number, name: string): number | null;
  itemOfBundle(bundle: number): number;
  /** @returns its uuid */
  createBundle(item: number, entries: MetadataEntries): string;
  /** @returns its uuid */
  createBitstream(
    bundle: number,
    content: Content,
    entries: MetadataEntries,
  ): string;
  /** @returns the new item's uuid @throws AppError field.not-registered */
  createItem(
    collection: number,
    entries: MetadataEntries,
    discoverable: boolean,
    submitter: string | null,
  ): string;
  /** The template of a collection; null when it has none. */
  template(collection: number): number | null;
  metadata(object: number): MetadataEntries;
  readonly receive: ReceiveContent;
  /** The pieces of a regular file. @throws AppError file.not-found, file.unreadable */
  read(path: string): AsyncIterable<Uint8Array>;
  /** Whether a reference means an upload. */
  isUpload(reference: string): boolean;
  /** The files of an upload. @throws AppError upload.not-found */
  filesOfUpload(reference: string): Promise<readonly FileOnDisk[]>;
  /** Lets an upload go that has been taken in. */
  forgetUpload(reference: string): Promise<void>;
}

/** Files that are taken in at once. */
const mostFiles = 1000;

/** A file that has been taken in. */
export interface TakenFile {
  readonly name: string;
  readonly received: ReceivedContent;
}

/** What has come into being where files were added. */
export interface AddedFiles {
  readonly files: readonly number[];
  /** The bundle that was made for them; null where there was one. */
  readonly bundle: number | null;
}

export type NewFiles = ReturnType<typeof createNewFiles>;

/**
 * Items and files that people bring to the window: all of them, or none. A source is the absolute path of a file, which
 * only who sits at this machine may name, or an upload.
 */
export function createNewFiles(ports: NewFilePorts, access: Access) {
  const original = "ORIGINAL";

  const filesOf = async (
    caller: Caller,
    sources: readonly string[],
  ): Promise<readonly FileOnDisk[]> => {
    if (sources.length > 0 && !access.sendsFiles(caller)) throw refused(caller);
    const files: FileOnDisk[] = [];
    for (const source of sources) {
      if (ports.isUpload(source))
        files.push(...(await ports.filesOfUpload(source)));
      else if (caller.local)
        files.push({
          path: source,
          name: source.split(/[\\/]/).findLast((part) => part !== "") ?? "",
        });
      else throw refused(caller);
    }
    if (files.length > mostFiles)
      throw new AppError(
        "request.too-large",
        `At most ${String(mostFiles)} files are added at once.`,
        { remedy: "Add them in several steps, or import them." },
      );
    return files;
  };

  /** Takes files in, then does what is to be done with them in one transaction. */
  async function take<Result>(
    caller: Caller,
    sources: readonly string[],
    write: (files: readonly TakenFile[]) => Result,
  ): Promise<Result> {
    const taken: TakenFile[] = [];
    try {
      for (const { path, name } of await filesOf(caller, sources))
        taken.push({ name, received: await ports.receive(ports.read(path)) });
      for (const { received } of taken) await received.keep();
      const result = await ports.write(() => write(taken));
      for (const source of sources)
        if (ports.isUpload(source)) await ports.forgetUpload(source);
      return result;
    } finally {
      for (const { received } of taken) received.discard();
    }
  }

  const idOf = (uuid: string): number => {
    const found = ports.find(uuid);
    if (found === null) throw new TypeError(`${uuid} was just made`);
    return found.id;
  };

  const startingWith = (
    template: number | null,
    entries: MetadataEntries,
  ): MetadataEntries =>
    template === null
      ? entries
      : new Map([...ports.metadata(template), ...entries]);

  const addTo = (
    item: number,
    files: readonly TakenFile[],
    chosen: number | null = null,
  ): AddedFiles => {
    if (files.length === 0) return { files: [], bundle: null };
    const there = chosen ?? ports.bundleNamed(item, original);
    const bundle = there ?? idOf(ports.createBundle(item, titled(original)));
    return {
      files: files.map(({ name, received }) =>
        idOf(ports.createBitstream(bundle, received.content, titled(name))),
      ),
      bundle: there === null ? bundle : null,
    };
  };

  return {
    /**
     * Makes an item that is in the archive at once, with its files; for administrators. What the template of the
     * collection says of fields that are not given is said of it, too.
     * @returns its id
     * @throws AppError access.unauthenticated, access.denied, object.not-found, field.not-registered, upload.not-found,
     *   file.not-found, file.unreadable, disk.full, request.too-large
     */
    async createItem(
      caller: Caller,
      collection: number,
      read: () => MetadataEntries,
      sources: readonly string[],
    ): Promise<number> {
      const place = (): number => {
        access.requireAdministrator(caller);
        if (ports.kind(collection) !== "collection")
          throw new AppError(
            "object.not-found",
            `There is no collection ${String(collection)}.`,
            { object: String(collection) },
          );
        return collection;
      };
      place();
      const entries = read();
      return take(caller, sources, (files) => {
        const uuid = ports.createItem(
          place(),
          startingWith(ports.template(collection), entries),
          true,
          caller.account?.email ?? null,
        );
        const item = idOf(uuid);
        addTo(item, files);
        return item;
      });
    },
    /**
     * Adds files to an item, at the end of a bundle.
     * @param bundle null: that of the files people look at first
     * @returns what is new
     * @throws AppError as {@link createItem}; item.not-found
     */
    async add(
      caller: Caller,
      item: number,
      sources: readonly string[],
      bundle: number | null = null,
    ): Promise<AddedFiles> {
      const place = (): number => {
        access.requireSignedIn(caller);
        if (ports.kind(item) !== "item" || ports.isTemplate(item))
          throw new AppError(
            "item.not-found",
            `There is no item ${String(item)}.`,
            { object: String(item) },
          );
        access.requireAdds(caller, bundle ?? item);
        if (bundle !== null && ports.itemOfBundle(bundle) !== item)
          throw new AppError(
            "object.not-found",
            `The item has no bundle ${String(bundle)}.`,
            { object: String(bundle) },
          );
        return item;
      };
      place();
      return take(caller, sources, (files) => addTo(place(), files, bundle));
    },
    /**
     * Takes one file in for something else: a logo.
     * @throws AppError as {@link createItem}; input.invalid
     */
    async receiveOne(caller: Caller, source: string): Promise<TakenFile> {
      const [file, ...others] = await filesOf(caller, [source]);
      if (file === undefined || others.length > 0)
        throw new AppError("input.invalid", "One file is needed.");
      const received = await ports.receive(ports.read(file.path));
      return {
        name: file.name,
        received: {
          ...received,
          async keep() {
            await received.keep();
            if (ports.isUpload(source)) await ports.forgetUpload(source);
          },
        },
      };
    },
  };
}

function titled(name: string): MetadataEntries {
  const value: FieldEntry = {
    value: name,
    language: null,
    authority: null,
    confidence: -1,
  };
  return new Map([["dc.title", [value]]]);
}
