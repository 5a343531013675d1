import type { Content } from "../domain/catalog.ts";
import { AppError } from "../domain/errors.ts";
import type { AccessStatus } from "../domain/item-links.ts";
import type { MetadataEntries } from "../domain/metadata-map.ts";
import { applyPatch, type PatchOperation } from "../domain/metadata-patch.ts";
import type { ReceivedContent } from "../domain/received-content.ts";
import type { Access, Caller } from "./access.ts";
import type { TargetPorts, Targets } from "./targets.ts";

/** A file that has arrived, and what was said of it. */
export interface NewBitstream {
  readonly received: ReceivedContent;
  /** `dc.title` is its name. */
  readonly entries: MetadataEntries;
  /** What its size, in bytes, and its checksum have to be; null: not said. */
  readonly size: number | null;
  readonly sum: {
    readonly algorithm: "MD5" | "SHA-256";
    /** Hex digits. */
    readonly value: string;
  } | null;
}

/** What this file needs of the catalog. */
export interface BitstreamPorts extends TargetPorts {
  /** The id of what has a handle. */
  findHandle(
    handle: string,
  ): { readonly id: number; readonly kind: string } | null;
  /** A bitstream at the end of a bundle, readable as the bundle and the collection say. @returns uuid */
  createBitstream(
    bundle: number,
    content: Content,
    entries: MetadataEntries,
  ): string;
  bitstreamMetadata(bitstream: number): MetadataEntries;
  /** @throws AppError field.not-registered */
  setBitstreamMetadata(bitstream: number, entries: MetadataEntries): void;
  /** The item a bitstream is of; null for a logo. */
  itemOfBitstream(bitstream: number): number | null;
  /** The uuid of a bitstream of an item, by its sequence number or its name. */
  bitstreamOfItem(
    item: number,
    by: { readonly sequence: number } | { readonly name: string },
  ): string | null;
  /** Removes bitstreams with everything that belongs to them; to be called in a transaction. */
  removeBitstreams(bitstreams: readonly number[]): void;
  /** The same for so many that it would keep others waiting; it is a transaction of its own. */
  removeManyBitstreams(bitstreams: readonly number[]): Promise<void>;
  /** @param today `YYYY-MM-DD` */
  accessStatusOf(bitstream: number, today: string): AccessStatus;
}

/** Bitstreams that are removed by one request. */
const mostRemoved = 1000;
/** So many are removed at once within a few milliseconds. */
const fewRemoved = 100;

export type Bitstreams = ReturnType<typeof createBitstreams>;

/** Changes of bitstreams (dspace.md section 12). */
export function createBitstreams(
  ports: BitstreamPorts,
  access: Access,
  { target, change }: Targets,
) {
  const removable = (caller: Caller, uuid: string): number =>
    target(caller, "bitstream", uuid, access.requireAdministers);

  return {
    /**
     * Adds a file to a bundle.
     * @param read takes the file in, once it is known that the caller may do this; null: no file was sent
     * @returns its uuid
     * @throws AppError access.unauthenticated, access.denied, object.not-found, input.invalid (no file),
     *   content.mismatch, field.not-registered, disk.full, file.unwritable; what `read` throws
     */
    async create(
      caller: Caller,
      bundle: string,
      read: () => Promise<NewBitstream | null>,
    ): Promise<string> {
      const find = (): number =>
        target(caller, "bundle", bundle, access.requireAdds);
      find();
      const sent = await read();
      if (sent === null)
        throw new AppError("input.invalid", "No file was sent.");
      const { received, entries } = sent;
      try {
        requireDeclared(received.content, sent);
        await received.keep();
        return await ports.write(() =>
          ports.createBitstream(find(), received.content, entries),
        );
      } finally {
        received.discard();
      }
    },
    /** @throws AppError access.unauthenticated, access.denied, object.not-found, request.impossible, field.not-registered */
    patch: (
      caller: Caller,
      uuid: string,
      read: () => readonly PatchOperation[],
    ): Promise<void> =>
      change(
        () => target(caller, "bitstream", uuid, access.requireWrites),
        read,
        (id, operations) => {
          ports.setBitstreamMetadata(
            id,
            applyPatch(ports.bitstreamMetadata(id), operations),
          );
        },
      ),
    /** @throws AppError access.unauthenticated, access.denied, object.not-found */
    remove(caller: Caller, uuid: string): Promise<void> {
      removable(caller, uuid);
      return ports.write(() => {
        ports.removeBitstreams([removable(caller, uuid)]);
      });
    },
    /**
     * Removes several bitstreams, or none.
     * @param read their uuids
     * @throws AppError access.unauthenticated, access.denied, object.not-found, input.invalid, request.too-large
     */
    async removeMany(
      caller: Caller,
      read: () => readonly string[],
    ): Promise<void> {
      access.requireSignedIn(caller);
      const uuids = [...new Set(read())];
      if (uuids.length > mostRemoved)
        throw new AppError(
          "request.too-large",
          `At most ${String(mostRemoved)} bitstreams are removed at once.`,
        );
      const find = () => uuids.map((uuid) => removable(caller, uuid));
      const found = find();
      if (found.length > fewRemoved) await ports.removeManyBitstreams(found);
      else
        await ports.write(() => {
          ports.removeBitstreams(find());
        });
    },
    /**
     * The uuid of a bitstream of the item with a handle.
     * @throws AppError request.impossible when no item has this handle
     */
    byItemHandle(
      handle: string,
      by: { readonly sequence: number } | { readonly name: string },
    ): string | null {
      const found = ports.findHandle(handle);
      if (found?.kind !== "item")
        throw new AppError(
          "request.impossible",
          `There is no item ${handle}.`,
          { object: handle },
        );
      return ports.bitstreamOfItem(found.id, by);
    },
    accessStatus: (bitstream: number): AccessStatus =>
      ports.accessStatusOf(bitstream, new Date().toISOString().slice(0, 10)),
  };
}

/** @throws AppError content.mismatch */
function requireDeclared(content: Content, { size, sum }: NewBitstream): void {
  if (size !== null && size !== content.size)
    throw new AppError(
      "content.mismatch",
      `${String(content.size)} bytes have arrived, ${String(size)} were announced.`,
    );
  if (sum === null) return;
  const own = sum.algorithm === "MD5" ? content.md5 : content.sha256;
  if (own !== sum.value.toLowerCase())
    throw new AppError(
      "content.mismatch",
      `The ${sum.algorithm} of what has arrived is ${own}.`,
    );
}
