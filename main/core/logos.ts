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
}

/** A picture that has arrived. */
export interface NewLogo {
  readonly name: string;
  readonly received: ReceivedContent;
}

export type Logos = ReturnType<typeof createLogos>;

/** The pictures of communities and collections. They are deleted as every bitstream is. */
export function createLogos(
  ports: LogoPorts,
  access: Access,
  { target }: Targets,
) {
  return {
    /**
     * @param read asked once it is known that the caller may do this; null: no file was sent
     * @returns the logo's uuid
     * @throws AppError access.unauthenticated, access.denied, object.not-found, request.impossible, disk.full,
     *   file.unwritable; what `read` throws
     */
    async create(
      caller: Caller,
      kind: "community" | "collection",
      uuid: string,
      read: () => Promise<NewLogo | null>,
    ): Promise<string> {
      const find = (): number => {
        const id = target(caller, kind, uuid, access.requireAdministers);
        if (ports.logo(kind, id) !== null)
          throw new AppError(
            "request.impossible",
            `The ${kind} has a logo already.`,
            { object: uuid, remedy: "Delete it first." },
          );
        return id;
      };
      find();
      const sent = await read();
      if (sent === null)
        throw new AppError("request.impossible", "No file was sent.");
      const { name, received } = sent;
      try {
        await received.keep();
        return await ports.write(() =>
          ports.addLogo(kind, find(), {
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
    },
  };
}
