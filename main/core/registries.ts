import { setImmediate as breathe } from "node:timers/promises";
import { AppError } from "../domain/errors.ts";
import type { Access, Caller } from "./access.ts";
import type { Part, Slice } from "./objects.ts";
import type { Write } from "./targets.ts";

export interface SchemaRecord {
  readonly id: number;
  readonly prefix: string;
  readonly namespace: string;
}

export interface FieldRecord {
  readonly id: number;
  readonly schema: SchemaRecord;
  readonly element: string;
  readonly qualifier: string | null;
  readonly scopeNote: string | null;
}

export interface FormatRecord {
  readonly id: number;
  readonly mimeType: string;
  readonly name: string;
  readonly description: string | null;
  /** 0 unknown, 1 known, 2 supported: what DSpace promises to keep readable. */
  readonly support: number;
  readonly internal: boolean;
  readonly extensions: readonly string[];
}

/** Which fields; null: whichever. */
export interface FieldFilter {
  readonly schema: string | null;
  readonly element: string | null;
  readonly qualifier: string | null;
  /** Beginning of the field's name in dotted form, or of its element or qualifier. */
  readonly query: string | null;
  /** The field's whole name in dotted form. */
  readonly exact: string | null;
}

export interface SchemaDraft {
  readonly prefix: string;
  readonly namespace: string;
}
export interface FieldDraft {
  readonly element: string;
  readonly qualifier: string | null;
  readonly scopeNote: string | null;
}

/** What this file needs of the catalog. */
export interface RegistryPorts {
  readonly write: Write;
  schema(id: number): SchemaRecord | null;
  schemas(slice: Slice): Part<SchemaRecord>;
  /** @returns id @throws AppError registry.taken */
  createSchema(draft: SchemaDraft): number;
  /** @throws AppError registry.taken */
  setNamespace(id: number, namespace: string): void;
  removeSchema(id: number): void;
  field(id: number): FieldRecord | null;
  fields(filter: FieldFilter, slice: Slice): Part<FieldRecord>;
  fieldsOfSchema(schema: number): readonly number[];
  /** @returns id @throws AppError registry.taken */
  createField(schema: number, draft: FieldDraft): number;
  setScopeNote(id: number, note: string | null): void;
  removeField(id: number): void;
  /** Looks through the values of some objects, a slice at a time: whether one is of these fields. */
  usedIn(fields: readonly number[]): Iterable<boolean>;
  format(id: number): FormatRecord | null;
  formats(slice: Slice): Part<FormatRecord>;
  formatOfBitstream(bitstream: number): FormatRecord | null;
}

export type Registries = ReturnType<typeof createRegistries>;

/** Metadata schemas and fields, and bitstream formats (dspace.md section 15). Everybody reads, administrators write. */
export function createRegistries(
  ports: RegistryPorts,
  access: Pick<Access, "requireAdministrator">,
) {
  const schema = (id: number): SchemaRecord =>
    existing(ports.schema(id), "metadata schema", id);
  const field = (id: number): FieldRecord =>
    existing(ports.field(id), "metadata field", id);

  /**
   * Values keep their fields. A value that arrives while this looks is no harm: what is removed only leaves the
   * registry, and shows its name wherever it is used.
   */
  const requireUnused = async (
    fields: readonly number[],
    name: string,
  ): Promise<void> => {
    for (const used of ports.usedIn(fields)) {
      if (used)
        throw new AppError(
          "request.impossible",
          `There are values of ${name}.`,
          { object: name, remedy: "Remove or move them first." },
        );
      await breathe();
    }
  };

  return {
    /** @throws AppError object.not-found */
    schema,
    schemas: ports.schemas,
    /** @throws AppError object.not-found */
    field,
    fields: ports.fields,
    /** @throws AppError object.not-found */
    format: (id: number): FormatRecord =>
      existing(ports.format(id), "bitstream format", id),
    formats: ports.formats,
    formatOfBitstream: ports.formatOfBitstream,

    /** @throws AppError access.unauthenticated, access.denied, request.impossible, registry.taken */
    createSchema(
      caller: Caller,
      read: () => SchemaDraft,
    ): Promise<SchemaRecord> {
      access.requireAdministrator(caller);
      const draft = read();
      return ports.write(() => schema(ports.createSchema(draft)));
    },
    /** @throws AppError access.unauthenticated, access.denied, object.not-found, request.impossible, registry.taken */
    setNamespace(
      caller: Caller,
      idOf: () => number,
      read: (current: SchemaRecord) => string,
    ): Promise<SchemaRecord> {
      access.requireAdministrator(caller);
      const id = idOf();
      const namespace = read(schema(id));
      return ports.write(() => {
        ports.setNamespace(schema(id).id, namespace);
        return schema(id);
      });
    },
    /** @throws AppError access.unauthenticated, access.denied, object.not-found, request.impossible */
    async removeSchema(caller: Caller, idOf: () => number): Promise<void> {
      access.requireAdministrator(caller);
      const id = idOf();
      const { prefix } = schema(id);
      await requireUnused(ports.fieldsOfSchema(id), `the schema ${prefix}`);
      await ports.write(() => {
        ports.removeSchema(schema(id).id);
      });
    },
    /** @throws AppError access.unauthenticated, access.denied, input.invalid, request.impossible, registry.taken */
    createField(
      caller: Caller,
      schemaId: () => number,
      read: () => FieldDraft,
    ): Promise<FieldRecord> {
      access.requireAdministrator(caller);
      const owner = ports.schema(schemaId());
      if (owner === null)
        throw new AppError(
          "request.impossible",
          "There is no such metadata schema.",
        );
      const draft = read();
      return ports.write(() =>
        field(ports.createField(schema(owner.id).id, draft)),
      );
    },
    /** @throws AppError access.unauthenticated, access.denied, object.not-found, request.impossible */
    setScopeNote(
      caller: Caller,
      idOf: () => number,
      read: (current: FieldRecord) => string | null,
    ): Promise<FieldRecord> {
      access.requireAdministrator(caller);
      const id = idOf();
      const note = read(field(id));
      return ports.write(() => {
        ports.setScopeNote(field(id).id, note);
        return field(id);
      });
    },
    /** @throws AppError access.unauthenticated, access.denied, object.not-found, request.impossible */
    async removeField(caller: Caller, idOf: () => number): Promise<void> {
      access.requireAdministrator(caller);
      const id = idOf();
      const { schema: owner, element, qualifier } = field(id);
      const name = [owner.prefix, element, qualifier]
        .filter((part) => part !== null)
        .join(".");
      await requireUnused([id], name);
      await ports.write(() => {
        ports.removeField(field(id).id);
      });
    },
  };
}

function existing<Found>(found: Found | null, what: string, id: number): Found {
  if (found !== null) return found;
  throw new AppError("object.not-found", `There is no ${what} ${String(id)}.`);
}
