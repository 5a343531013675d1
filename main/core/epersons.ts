import { AppError } from "../domain/errors.ts";
import type { MetadataEntries } from "../domain/metadata-map.ts";
import {
  applyPatch,
  isMetadataPath,
  type PatchOperation,
} from "../domain/metadata-patch.ts";
import type { Access, Caller } from "./access.ts";
import { checkPassword, hashPassword } from "./accounts.ts";
import { readEpersonStep, type EpersonChange } from "./eperson-change.ts";
import {
  requireAdministratorLeft,
  type AdministratorPorts,
} from "./last-administrator.ts";
import { groupToFill } from "./group-to-fill.ts";
import type { MetadataMap, Part, Slice } from "./objects.ts";
import type { TargetPorts, Targets } from "./targets.ts";

/** An account with what DSpace says of a person. */
export interface EpersonRecord {
  readonly kind: "account";
  readonly id: number;
  readonly uuid: string;
  readonly email: string;
  readonly netid: string | null;
  /** Milliseconds since 1970. */
  readonly lastActive: number | null;
  readonly canLogIn: boolean;
  readonly requireCertificate: boolean;
  readonly selfRegistered: boolean;
  readonly metadata: MetadataMap;
}

/** A person to be added. */
export interface EpersonDraft {
  readonly email: string;
  readonly netid: string | null;
  readonly canLogIn: boolean;
  readonly requireCertificate: boolean;
  readonly password: string | null;
  readonly metadata: MetadataEntries;
}

/** What this file needs of the catalog. */
export interface EpersonPorts extends TargetPorts, AdministratorPorts {
  eperson(id: number): EpersonRecord | null;
  epersonNamed(email: string): EpersonRecord | null;
  epersons(slice: Slice): Part<EpersonRecord>;
  /** Those with the text in their uuid, e-mail or name; and, where a group is given, that are no direct member of it. */
  epersonsMatching(
    text: string,
    notIn: number | null,
    slice: Slice,
  ): Part<EpersonRecord>;
  groupsOfEperson(id: number): readonly number[];
  metadata(object: number): MetadataEntries;
  /** @returns uuid @throws AppError account.exists, field.not-registered */
  createEperson(
    draft: Omit<EpersonDraft, "password">,
    passwordHash: string | null,
  ): string;
  /** Sets what is given; undefined members stay. @throws AppError account.exists, field.not-registered */
  changeEperson(
    id: number,
    change: Omit<EpersonChange, "password"> & {
      readonly passwordHash?: string;
      readonly metadata?: MetadataEntries;
    },
  ): void;
  passwordHash(id: number): string | null;
  removeEperson(id: number): void;
}

export type Epersons = ReturnType<typeof createEpersons>;

/** Accounts as DSpace's clients see and change them (dspace.md section 13). */
export function createEpersons(
  ports: EpersonPorts,
  access: Access,
  { target }: Targets,
) {
  const one = (caller: Caller, uuid: string): number =>
    target(caller, "account", uuid, access.requireSelf);

  return {
    /** @throws AppError access.unauthenticated, access.denied, object.not-found */
    get(caller: Caller, uuid: string): EpersonRecord {
      return existing(ports.eperson(one(caller, uuid)), uuid);
    },
    /** @throws AppError access.unauthenticated, access.denied */
    list(caller: Caller, slice: Slice): Part<EpersonRecord> {
      access.requireAdministrator(caller);
      return ports.epersons(slice);
    },
    /** @throws AppError access.unauthenticated, access.denied */
    byEmail(caller: Caller, email: () => string): EpersonRecord | null {
      access.requireAdministersSomething(caller);
      return ports.epersonNamed(email());
    },
    /** @throws AppError access.unauthenticated, access.denied; what `query` throws */
    search(
      caller: Caller,
      query: () => string,
      slice: Slice,
    ): Part<EpersonRecord> {
      access.requireAdministersSomething(caller);
      return ports.epersonsMatching(query(), null, slice);
    },
    /**
     * Those who could become members of a group.
     * @throws AppError access.unauthenticated, access.denied, input.invalid
     */
    notIn(
      caller: Caller,
      group: () => string,
      query: string,
      slice: Slice,
    ): Part<EpersonRecord> {
      access.requireAdministersSomething(caller);
      const id = groupToFill(ports.find, group());
      return ports.epersonsMatching(query, id, slice);
    },
    /** @returns uuid @throws AppError access.unauthenticated, access.denied, request.impossible, account.exists */
    async create(caller: Caller, read: () => EpersonDraft): Promise<string> {
      access.requireAdministrator(caller);
      const { password, ...draft } = read();
      const hash = password === null ? null : await hashPassword(password);
      return ports.write(() => ports.createEperson(draft, hash));
    },
    /**
     * Changes a person. Everyone may change their own names and, knowing the old one, their own password.
     * @throws AppError access.unauthenticated, access.denied, object.not-found, request.impossible, account.exists,
     *   account.password-weak, field.not-registered
     */
    async patch(
      caller: Caller,
      uuid: string,
      read: () => readonly PatchOperation[],
    ): Promise<void> {
      const id = one(caller, uuid);
      const operations = read();
      const changes: EpersonChange[] = [];
      // What the steps ask for does not depend on the catalog, so that passwords are hashed outside the transaction.
      applyPatch(
        new Map(),
        operations.filter((step) => !isMetadataPath(step.path)),
        (step) => {
          changes.push(readEpersonStep(step));
        },
      );
      const { password, ...change } = merged(changes);
      if (Object.keys(change).length > 0) access.requireAdministrator(caller);
      if (password !== undefined)
        await requireOldPassword(caller, id, password.old);
      const hash =
        password === undefined ? null : await hashPassword(password.new);
      await ports.write(() => {
        const same = one(caller, uuid);
        const metadata = applyPatch(
          ports.metadata(same),
          operations.filter((step) => isMetadataPath(step.path)),
        );
        ports.changeEperson(same, {
          ...change,
          ...(hash === null ? {} : { passwordHash: hash }),
          metadata,
        });
        if (change.canLogIn === false) requireAdministratorLeft(caller, ports);
      });
    },
    /** @throws AppError access.unauthenticated, access.denied, object.not-found, request.impossible (the last administrator) */
    remove(caller: Caller, uuid: string): Promise<void> {
      const find = (): number =>
        target(caller, "account", uuid, access.requireAdministrator);
      find();
      return ports.write(() => {
        ports.removeEperson(find());
        requireAdministratorLeft(caller, ports);
      });
    },
  };

  /** Whoever finds a session open must not be able to take the account over; an administrator could anyway. */
  async function requireOldPassword(
    caller: Caller,
    id: number,
    old: string | null,
  ): Promise<void> {
    if (caller.administrator && old === null) return;
    const kept = ports.passwordHash(id);
    if (kept !== null && old !== null && (await checkPassword(old, kept)))
      return;
    throw new AppError("access.denied", "The current password is not right.", {
      remedy: "Send it as `current_password`.",
    });
  }
}

function merged(changes: readonly EpersonChange[]): EpersonChange {
  return Object.assign({}, ...changes) as EpersonChange;
}

function existing<Found>(found: Found | null, uuid: string): Found {
  if (found !== null) return found;
  throw new AppError("object.not-found", `There is no account ${uuid}.`, {
    object: uuid,
  });
}
