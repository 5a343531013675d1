import type { BitstreamDraft } from "../domain/catalog.ts";
import { AppError } from "../domain/errors.ts";
import type { ReceivedContent } from "../domain/received-content.ts";
import type { Access, Caller } from "./access.ts";
import type { TargetPorts, Targets } from "./targets.ts";

/** What this file needs of the catalog. */
export interface LogoPorts extends TargetPorts {
  logo(kind: "community" | "collection", id: number): number | null;
  /** @returns the logo's uuid */
  addLogo(
    kind: "community" | "collection",
    id: number,
    logo: BitstreamDraft,
  ): string;
  removeBitstreams(bitstreams: readonly number[]): void;
}

/** A picture that has arrived. */
export interface NewLogo {
  readonly name: string;
  readonly received: ReceivedContent;
}

export type Logos = ReturnType<typeof createLogos>;

type Kind = "community" | "collection";

/** The pictures of communities and collections. They can also be deleted as every bitstream is. */
export function createLogos(
  ports: LogoPorts,
  access: Access,
  { target }: Targets,
) {
  /** @returns ids of the owner and of its logo */
  function withLogo(caller: Caller, kind: Kind, uuid: string) {
    const id = target(caller, kind, uuid, access.requireAdministers);
    const logo = ports.logo(kind, id);
    if (logo === null)
      throw new AppError("request.impossible", `The ${kind} has no logo.`, {
        object: uuid,
      });
    return { id, logo };
  }
  /** @returns id of the owner */
  function withoutLogo(caller: Caller, kind: Kind, uuid: string): number {
    const id = target(caller, kind, uuid, access.requireAdministers);
    if (ports.logo(kind, id) !== null)
      throw new AppError(
        "request.impossible",
        `The ${kind} has a logo already.`,
        { object: uuid, remedy: "Delete it first." },
      );
    return id;
  }

  /**
   * Takes a picture in and keeps it.
   * @param find looks whether this can be; asked before the picture is read, and again where it is written
   * @param keep writes it down, in a transaction
   */
  async function take<Found>(
    read: () => Promise<NewLogo | null>,
    find: () => Found,
    keep: (found: Found, logo: BitstreamDraft) => string,
  ): Promise<string> {
    find();
    const sent = await read();
    if (sent === null)
      throw new AppError("request.impossible", "No file was sent.");
    const { name, received } = sent;
    try {
      await received.keep();
      return await ports.write(() =>
        keep(find(), {
          name,
          description: null,
          source: null,
          content: received.content,
          primary: false,
          metadata: [],
          policies: [],
        }),
      );
    } finally {
      received.discard();
    }
  }

  return {
    /**
     * @param read asked once it is known that the caller may do this; null: no file was sent
     * @returns the logo's uuid
     * @throws AppError access.unauthenticated, access.denied, object.not-found, request.impossible, disk.full,
     *   file.unwritable; what `read` throws
     */
    create: (
      caller: Caller,
      kind: Kind,
      uuid: string,
      read: () => Promise<NewLogo | null>,
    ): Promise<string> =>
      take(
        read,
        () => withoutLogo(caller, kind, uuid),
        (id, logo) => ports.addLogo(kind, id, logo),
      ),
    /**
     * Puts another picture in the place of the one there is.
     * @returns the new logo's uuid
     * @throws AppError as {@link create}
     */
    replace: (
      caller: Caller,
      kind: Kind,
      uuid: string,
      read: () => Promise<NewLogo | null>,
    ): Promise<string> =>
      take(
        read,
        () => withLogo(caller, kind, uuid),
        ({ id, logo: before }, logo) => {
          ports.removeBitstreams([before]);
          return ports.addLogo(kind, id, logo);
        },
      ),
    /** @throws AppError access.unauthenticated, access.denied, object.not-found, request.impossible */
    remove(caller: Caller, kind: Kind, uuid: string): Promise<void> {
      withLogo(caller, kind, uuid);
      return ports.write(() => {
        ports.removeBitstreams([withLogo(caller, kind, uuid).logo]);
      });
    },
  };
}
