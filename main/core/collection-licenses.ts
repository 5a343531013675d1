import { AppError } from "../domain/errors.ts";
import type { Access, Caller } from "./access.ts";
import type { TargetPorts, Targets } from "./targets.ts";

/** What this file needs of the catalog. */
export interface CollectionLicensePorts extends TargetPorts {
  license(collection: number): string | null;
  setLicense(collection: number, license: string | null): void;
}

export type CollectionLicenses = ReturnType<typeof createCollectionLicenses>;

/** What a collection asks of those who deposit in it; null where it asks what the site asks. */
export function createCollectionLicenses(
  ports: CollectionLicensePorts,
  access: Access,
  { target, change }: Targets,
) {
  const administered = (caller: Caller, uuid: string): number =>
    target(caller, "collection", uuid, access.requireAdministers);
  return {
    /** @throws AppError access.unauthenticated, access.denied, object.not-found */
    get: (caller: Caller, uuid: string): string | null =>
      ports.license(administered(caller, uuid)),
    /**
     * Replaces it, provided that nobody has changed it meanwhile.
     * @throws AppError access.unauthenticated, access.denied, object.not-found, object.changed
     */
    revise: (
      caller: Caller,
      uuid: string,
      read: () => {
        readonly expected: string | null;
        readonly license: string | null;
      },
    ): Promise<void> =>
      change(
        () => administered(caller, uuid),
        read,
        (id, { expected, license }) => {
          if (ports.license(id) !== expected)
            throw new AppError(
              "object.changed",
              "Somebody else has changed the licence meanwhile.",
              { object: uuid, remedy: "Look at theirs, and save once more." },
            );
          ports.setLicense(id, license);
        },
      ),
  };
}
