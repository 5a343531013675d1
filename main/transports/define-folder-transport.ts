import type { Static, TObject } from "typebox";
import { defineTransport } from "./define-transport.ts";
import {
  deliverToFolder,
  discardFromFolder,
  probeFolder,
} from "./deliver-to-folder.ts";
import type { Member, Place } from "./member.ts";
import type { RemoteFolder, Verify } from "./remote-folder.ts";
import type { Transport } from "./transport.ts";

/** A folder that is open, and what it needs to be let go of. */
export interface OpenFolder {
  readonly remote: RemoteFolder;
  close?(): void;
}

type FolderMember<Schema extends TObject, Secret extends string> = Omit<
  Member<Schema, Secret>,
  "deliver" | "test" | "discard"
> & {
  /** Opens the folder that the settings name, with the connection that takes; it is closed after one piece of work. */
  open(place: Place<Static<Schema>, Secret>): Promise<OpenFolder>;
};

/** Makes a transport of a member whose target is a folder of files, whatever the protocol. */
export function defineFolderTransport<
  Schema extends TObject,
  const Secret extends string,
>(member: FolderMember<Schema, Secret>): Transport {
  const inFolder = async (
    place: Place<Static<Schema>, Secret>,
    work: (remote: RemoteFolder) => Promise<void>,
  ) => {
    const folder = await member.open(place);
    try {
      await work(folder.remote);
    } finally {
      folder.close?.();
    }
  };
  return defineTransport<Schema, Secret>({
    ...member,
    deliver: (parcel) =>
      inFolder(parcel, (remote) =>
        deliverToFolder(remote, parcel, verifyOf(parcel.settings)),
      ),
    test: (place, checked) =>
      inFolder(place, (remote) => {
        checked(`The connection to ${member.summary(place.settings)} works.`);
        return probeFolder(remote, checked);
      }),
    discard: (parcel) =>
      inFolder(parcel, (remote) => discardFromFolder(remote, parcel)),
  });
}

/**
 * A folder on a connection, which is closed when the folder cannot be opened.
 * @throws what `open` throws
 */
export async function openedOn<Connection extends { close(): void }>(
  connection: Connection,
  open: (connection: Connection) => Promise<RemoteFolder>,
): Promise<OpenFolder> {
  try {
    const remote = await open(connection);
    return {
      remote,
      close: () => {
        connection.close();
      },
    };
  } catch (error) {
    connection.close();
    throw error;
  }
}

function verifyOf(settings: object): Verify | undefined {
  return (settings as { readonly verify?: Verify }).verify;
}
