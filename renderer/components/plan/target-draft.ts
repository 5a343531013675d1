import type {
  DefinitionTarget,
  TargetInput,
} from "../../../main/domain/delivery-record.ts";
import type { TargetKindView } from "../../../preload/contract.ts";

/** A setting as its form shows it, read from the description that the transport gives of itself. */
export interface TargetField {
  readonly name: string;
  /** Name of the setting it is part of; null when it stands for itself. */
  readonly within: string | null;
  readonly kind: "text" | "number" | "switch" | "choice" | "list";
  readonly required: boolean;
  /** In the words of the transport; empty when it says nothing. */
  readonly description: string;
  readonly choices: readonly string[];
}

type Value = string | number | boolean | readonly string[];

/** A target as its form has it. */
export interface TargetDraft {
  /** Null for a new one. */
  readonly id: number | null;
  readonly transport: string;
  readonly values: Readonly<Record<string, Value>>;
  readonly secrets: Readonly<Record<string, string>>;
  /** What it is called while it is not saved yet, or was when it was. */
  readonly summary: string;
}

interface Schema {
  readonly type?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly anyOf?: readonly { readonly const?: unknown }[];
}

const keyOf = ({ name, within }: TargetField): string =>
  within === null ? name : `${within}.${name}`;

/** The fields of a kind of target; what is needed comes first. */
export function fieldsOf(kind: TargetKindView): readonly TargetField[] {
  const read = (schema: Schema, within: string | null): TargetField[] =>
    Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
      if (property.type === "object") return read(property, name);
      const choices = (property.anyOf ?? []).flatMap((one) =>
        typeof one.const === "string" ? [one.const] : [],
      );
      const required =
        within === null && (schema.required ?? []).includes(name);
      return [
        {
          name,
          within,
          required,
          description: property.description ?? "",
          choices,
          kind:
            choices.length > 0
              ? "choice"
              : property.type === "boolean"
                ? "switch"
                : property.type === "integer"
                  ? "number"
                  : property.type === "array"
                    ? "list"
                    : "text",
        } satisfies TargetField,
      ];
    });
  const fields = read(kind.settings, null);
  return [
    ...fields.filter(({ required }) => required),
    ...fields.filter(({ required }) => !required),
  ];
}

export const emptyDraft = (transport: string): TargetDraft => ({
  id: null,
  transport,
  values: {},
  secrets: {},
  summary: "",
});

/** The form of a target that is saved. Secrets never leave the keychain; fields for them begin empty. */
export function draftOfTarget(target: DefinitionTarget): TargetDraft {
  const values: Record<string, Value> = {};
  for (const [name, value] of Object.entries(target.settings)) {
    if (isValue(value)) values[name] = value;
    else if (typeof value === "object" && value !== null)
      for (const [inner, part] of Object.entries(value))
        if (isValue(part)) values[`${name}.${inner}`] = part;
  }
  return {
    id: target.id,
    transport: target.transport,
    values,
    secrets: {},
    summary: target.summary,
  };
}

function isValue(value: unknown): value is Value {
  return (
    ["string", "number", "boolean"].includes(typeof value) ||
    (Array.isArray(value) && value.every((one) => typeof one === "string"))
  );
}

/** What a form says, as commands take it. Fields left empty are left out. */
export function inputOf(
  draft: TargetDraft,
  fields: readonly TargetField[],
): TargetInput {
  const settings: Record<string, unknown> = {};
  for (const field of fields) {
    const value = draft.values[keyOf(field)];
    if (value === undefined || value === "" || value === false) continue;
    if (Array.isArray(value) && value.length === 0) continue;
    const told = field.kind === "number" ? Number(value) : value;
    if (field.within === null) settings[field.name] = told;
    else
      settings[field.within] = {
        ...(settings[field.within] as object | undefined),
        [field.name]: told,
      };
  }
  const secrets = Object.fromEntries(
    Object.entries(draft.secrets).filter(([, value]) => value !== ""),
  );
  return {
    ...(draft.id === null ? {} : { id: draft.id }),
    transport: draft.transport,
    settings,
    ...(Object.keys(secrets).length === 0 ? {} : { secrets }),
  };
}

export const valueKey = keyOf;
