import { randomUUID } from "node:crypto";
import type { Content } from "../domain/catalog.ts";
import { AppError } from "../domain/errors.ts";
import type { FileFacts } from "../domain/file-facts.ts";
import type { FieldEntry, MetadataEntries } from "../domain/metadata-map.ts";
import type { Access, Caller } from "./access.ts";
import type { BitstreamPorts } from "./bitstreams.ts";
import type { BundlePorts } from "./bundles.ts";
import type { TakenFile } from "./new-files.ts";
import type { TargetPorts, Targets } from "./targets.ts";

/** A file as it is to be, made from what it was when somebody began to change it. */
export interface FileRevision {
  readonly expected: FileFacts;
  readonly file: FileFacts;
}

/** What kind of file a bitstream is. */
export interface FileFormat {
  /** Number of the format. */
  readonly id: number;
  /** Its own MIME type; null: that of the format. */
  readonly mimeType: string | null;
}

/** What this file needs of the catalog. */
export interface FileChangePorts
  extends
    TargetPorts,
    Pick<
      BundlePorts,
      "itemOfBundle" | "bitstreamsOf" | "setOrder" | "primary" | "setPrimary"
    >,
    Pick<BitstreamPorts, "bitstreamMetadata" | "setBitstreamMetadata"> {
  /** The bundle a bitstream is in; null for a logo. */
  bundleOf(bitstream: number): number | null;
  /** Takes a bitstream to the end of another bundle of its item. */
  setBundle(bitstream: number, bundle: number): void;
  /** Gives a bitstream other bytes, and with them a format: the one that its name says where none is given. */
  setContent(bitstream: number, content: Content, format?: FileFormat): void;
  contentOf(bitstream: number): Content;
  fileFormatOf(bitstream: number): FileFormat;
  /** Whether a content that nothing may refer to any more is still kept; from now on it stays long enough to be used. */
  holds(content: Content): boolean;
  /** Name of the format of a bitstream. */
  formatNameOf(bitstream: number): string;
  /** @returns whether there is such a format */
  setFormat(bitstream: number, name: string): boolean;
}

/** What a file was before it was replaced. */
interface Replaced {
  readonly uuid: string;
  readonly content: Content;
  readonly format: FileFormat;
  readonly name: string | null;
  /** Whether it got another name, too. */
  readonly renamed: boolean;
  /** What it was right afterwards. */
  readonly after: string;
}

/** So many replacements can be taken back, until the program ends. */
const mostReplaced = 500;

export type FileChanges = ReturnType<typeof createFileChanges>;

/** What people change of the files of an item: what they are called, where they stand, and what is in them. */
export function createFileChanges(
  ports: FileChangePorts,
  access: Access,
  { target, change }: Targets,
) {
  /** @throws AppError request.impossible */
  const bundleOf = (bitstream: number, uuid: string): number => {
    const bundle = ports.bundleOf(bitstream);
    if (bundle === null)
      throw new AppError(
        "request.impossible",
        "A logo is not one of the files of an item.",
        { object: uuid },
      );
    return bundle;
  };
  const factsOf = (bitstream: number): FileFacts => {
    const entries = ports.bitstreamMetadata(bitstream);
    return {
      name: entries.get("dc.title")?.[0]?.value ?? null,
      description: entries.get("dc.description")?.[0]?.value ?? null,
      format: ports.formatNameOf(bitstream),
    };
  };

  const replaced = new Map<string, Replaced>();
  function remember(one: Replaced): string {
    const replacement = randomUUID();
    replaced.set(replacement, one);
    const [oldest] = replaced.keys();
    if (replaced.size > mostReplaced && oldest !== undefined)
      replaced.delete(oldest);
    return replacement;
  }
  const rename = (id: number, name: string | null): void => {
    ports.setBitstreamMetadata(
      id,
      withText(ports.bitstreamMetadata(id), "dc.title", name),
    );
  };

  /** What putting back would overwrite. A name that stayed is left alone, so others may have changed it. */
  const stateOf = (id: number, renamed: boolean): string => {
    const { id: format, mimeType } = ports.fileFormatOf(id);
    const { sha256 } = ports.contentOf(id);
    const name = renamed ? factsOf(id).name : null;
    return JSON.stringify([sha256, format, mimeType, name]);
  };

  return {
    /**
     * Changes name, description and format, provided that nobody has changed them meanwhile.
     * @throws AppError access.unauthenticated, access.denied, object.not-found, object.changed, request.impossible
     */
    revise: (
      caller: Caller,
      uuid: string,
      read: () => FileRevision,
    ): Promise<void> =>
      change(
        () => target(caller, "bitstream", uuid, access.requireWrites),
        read,
        (id, { expected, file }) => {
          const current = factsOf(id);
          if (textOf(current) !== textOf(expected))
            throw new AppError(
              "object.changed",
              "Somebody else has changed this file meanwhile.",
              { object: uuid, remedy: "Look at it, and save once more." },
            );
          ports.setBitstreamMetadata(
            id,
            withText(
              withText(ports.bitstreamMetadata(id), "dc.title", file.name),
              "dc.description",
              file.description,
            ),
          );
          if (file.format === current.format) return;
          if (!ports.setFormat(id, file.format))
            throw new AppError(
              "request.impossible",
              `There is no format ${file.format}.`,
              { object: file.format },
            );
        },
      ),
    /**
     * Takes a file to another place of its bundle, or to another bundle of its item. Who may change a bundle may order
     * it; to take a file out of it, one has to administer the file and to be allowed to add to the other.
     * @param read the bundle it is to be in, and how many are to stand before it; null: at the end
     * @throws AppError access.unauthenticated, access.denied, object.not-found, request.impossible
     */
    place: (
      caller: Caller,
      uuid: string,
      read: () => { readonly bundle: string; readonly place: number | null },
    ): Promise<void> =>
      change(
        () => target(caller, "bitstream", uuid, access.requireReads),
        read,
        (id, { bundle, place }) => {
          const from = bundleOf(id, uuid);
          const to = target(caller, "bundle", bundle, access.requireReads);
          if (from === to) access.requireWrites(caller, from);
          else {
            access.requireAdministers(caller, id);
            access.requireAdds(caller, to);
            if (ports.itemOfBundle(from) !== ports.itemOfBundle(to))
              throw new AppError(
                "request.impossible",
                "A file stays with its item.",
                { object: bundle },
              );
            if (ports.primary(from) === id) ports.setPrimary(from, null);
            ports.setBundle(id, to);
          }
          const others = ports.bitstreamsOf(to).filter((one) => one !== id);
          ports.setOrder(to, others.toSpliced(place ?? others.length, 0, id));
        },
      ),
    /**
     * Puts other bytes in the place of those there are; what may be done with the file and where it stands stays.
     * @param read takes the bytes in, once it is known that the caller may do this
     * @param renamed whether the file is called as what was sent
     * @returns what {@link putBack} knows the replacement by
     * @throws AppError access.unauthenticated, access.denied, object.not-found, request.impossible, disk.full,
     *   file.unwritable; what `read` throws
     */
    async replace(
      caller: Caller,
      uuid: string,
      read: () => Promise<TakenFile>,
      renamed: boolean,
    ): Promise<string> {
      const find = (): number => {
        const id = target(caller, "bitstream", uuid, access.requireAdministers);
        bundleOf(id, uuid);
        return id;
      };
      find();
      const { name, received } = await read();
      try {
        await received.keep();
        return remember(
          await ports.write(() => {
            const id = find();
            const before = {
              uuid,
              content: ports.contentOf(id),
              format: ports.fileFormatOf(id),
              name: factsOf(id).name,
              renamed,
            };
            if (renamed) rename(id, name);
            ports.setContent(id, received.content);
            return { ...before, after: stateOf(id, renamed) };
          }),
        );
      } finally {
        received.discard();
      }
    },
    /**
     * Gives a file back what was in it before it was replaced, its format, and its name where that was replaced, too;
     * provided that nobody has changed any of these since.
     * @throws AppError access.unauthenticated, access.denied, object.not-found (also where what was in it has been
     *   cleaned away), object.changed
     */
    async putBack(caller: Caller, replacement: string): Promise<void> {
      access.requireSignedIn(caller);
      const one = replaced.get(replacement);
      if (one === undefined) throw gone(replacement);
      const { uuid, content, format, name, renamed, after } = one;
      await ports.write(() => {
        const id = target(caller, "bitstream", uuid, access.requireAdministers);
        if (stateOf(id, renamed) !== after)
          throw new AppError(
            "object.changed",
            "Somebody else has changed this file meanwhile.",
            { object: uuid, remedy: "Look at it, and replace it once more." },
          );
        if (!ports.holds(content)) throw gone(uuid);
        if (renamed) rename(id, name);
        ports.setContent(id, content, format);
      });
      replaced.delete(replacement);
    },
  };
}

const gone = (object: string): AppError =>
  new AppError(
    "object.not-found",
    "What was in this file before is not kept any more.",
    { object, remedy: "Replace it by a copy from elsewhere." },
  );

const textOf = ({ name, description, format }: FileFacts): string =>
  JSON.stringify([name ?? "", description ?? "", format]);

/** The metadata with another first text, or without it, in a field. */
function withText(
  entries: MetadataEntries,
  field: string,
  text: string | null,
): MetadataEntries {
  const [first, ...rest] = entries.get(field) ?? [];
  const changed: FieldEntry[] =
    text === null
      ? []
      : [
          {
            language: null,
            authority: null,
            confidence: -1,
            ...first,
            value: text,
          },
        ];
  return new Map([...entries, [field, [...changed, ...rest]]]);
}
