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
  /** Gives a bitstream other bytes, and the format that its name says. */
  setContent(bitstream: number, content: Content): void;
  /** Name of the format of a bitstream. */
  formatNameOf(bitstream: number): string;
  /** @returns whether there is such a format */
  setFormat(bitstream: number, name: string): boolean;
}

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
     * @param rename whether the file is called as what was sent
     * @throws AppError access.unauthenticated, access.denied, object.not-found, request.impossible, disk.full,
     *   file.unwritable; what `read` throws
     */
    async replace(
      caller: Caller,
      uuid: string,
      read: () => Promise<TakenFile>,
      rename: boolean,
    ): Promise<void> {
      const find = (): number => {
        const id = target(caller, "bitstream", uuid, access.requireAdministers);
        bundleOf(id, uuid);
        return id;
      };
      find();
      const { name, received } = await read();
      try {
        await received.keep();
        await ports.write(() => {
          const id = find();
          if (rename)
            ports.setBitstreamMetadata(
              id,
              withText(ports.bitstreamMetadata(id), "dc.title", name),
            );
          ports.setContent(id, received.content);
        });
      } finally {
        received.discard();
      }
    },
  };
}

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
