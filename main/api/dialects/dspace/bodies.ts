import { AppError } from "../../../domain/errors.ts";
import type { MetadataEntries } from "../../../domain/metadata-map.ts";
import {
  readEntries,
  type PatchOperation,
} from "../../../domain/metadata-patch.ts";

/** An object with metadata, as the reference describes it. */
export const metadataBody = {
  type: "object",
  properties: {
    name: {
      type: "string",
      nullable: true,
      description: "becomes dc.title where the metadata has none",
    },
    metadata: {
      type: "object",
      description: "by field: `dc.contributor.author`",
      additionalProperties: {
        type: "array",
        items: {
          type: "object",
          required: ["value"],
          properties: {
            value: { type: "string" },
            language: { type: "string", nullable: true },
            authority: { type: "string", nullable: true },
            confidence: { type: "integer", default: -1 },
          },
        },
      },
    },
  },
} as const;

/** A JSON patch, as the reference describes it. */
export const patchBody = {
  type: "array",
  items: {
    type: "object",
    required: ["op", "path"],
    properties: {
      op: {
        type: "string",
        enum: ["add", "remove", "replace", "move", "copy"],
      },
      path: { type: "string", example: "/metadata/dc.title/0" },
      from: { type: "string" },
      value: {},
    },
  },
} as const;

const flag = { type: "boolean", nullable: true } as const;

/** An item, as the reference describes it. */
export const itemBody = {
  ...metadataBody,
  properties: {
    ...metadataBody.properties,
    inArchive: flag,
    discoverable: flag,
    withdrawn: flag,
  },
} as const;

/** An item template, as the reference describes it. */
export const templateBody = {
  ...itemBody,
  description: "None of the three flags may be true.",
} as const;

/** A list of URIs, as the reference describes it. */
export const uriListBody = {
  type: "string",
  description: "text/uri-list: one URI in a line",
} as const;

const operations = ["add", "remove", "replace", "move", "copy"] as const;

/** An object as clients send it; null members are as good as absent (dspace.md section 1, row 8). */
export type SentObject = Readonly<Record<string, unknown>>;

/**
 * The object in a body.
 * @throws AppError request.impossible
 */
export function readObject(body: unknown): SentObject {
  if (typeof body !== "object" || body === null || Array.isArray(body))
    throw new AppError("request.impossible", "The body is not an object.");
  return Object.fromEntries(
    Object.entries(body).filter(([, value]) => value !== null),
  );
}

/**
 * The metadata in an object that was sent. A `name` that comes without a title becomes the title.
 * @throws AppError request.impossible
 */
export function readMetadata(sent: SentObject): MetadataEntries {
  const entries = readEntries(sent["metadata"]);
  const name = sent["name"];
  if (name === undefined || entries.has("dc.title")) return entries;
  if (typeof name !== "string")
    throw new AppError("request.impossible", "`name` is a text.");
  return new Map([...entries, ...readEntries({ "dc.title": [name] })]);
}

/**
 * An item that is to be made. It goes into the archive: one that is not in it cannot be made this way.
 * @throws AppError request.impossible, input.invalid (inArchive is false)
 */
export function readNewItem(sent: SentObject): {
  readonly entries: MetadataEntries;
  readonly discoverable: boolean;
} {
  if (readFlag(sent, "inArchive") === false)
    throw new AppError(
      "input.invalid",
      "An item is made in the archive: `inArchive` is true.",
    );
  if (readFlag(sent, "withdrawn") === true)
    throw new AppError(
      "request.impossible",
      "An item cannot be withdrawn before it is there.",
    );
  return {
    entries: readMetadata(sent),
    discoverable: readFlag(sent, "discoverable") ?? true,
  };
}

/**
 * The metadata of a template that is to be made.
 * @throws AppError request.impossible
 */
export function readNewTemplate(sent: SentObject): MetadataEntries {
  for (const name of ["inArchive", "discoverable", "withdrawn"]) {
    if (readFlag(sent, name) === true)
      throw new AppError(
        "request.impossible",
        `A template cannot be \`${name}\`.`,
      );
  }
  return readMetadata(sent);
}

/**
 * The flags of an item in a body that is to replace it; null where nothing is said.
 * @throws AppError request.impossible
 */
export function readItemFlags(body: unknown): {
  readonly withdrawn: boolean | null;
  readonly discoverable: boolean | null;
} {
  const sent = readObject(body);
  return {
    withdrawn: readFlag(sent, "withdrawn"),
    discoverable: readFlag(sent, "discoverable"),
  };
}

/** @throws AppError request.impossible */
function readFlag(sent: SentObject, name: string): boolean | null {
  const value = sent[name] ?? null;
  if (value !== null && typeof value !== "boolean")
    throw new AppError("request.impossible", `\`${name}\` is true or false.`);
  return value;
}

/**
 * What is to replace the metadata of an object. What makes it this object and no other cannot be changed; it may be left
 * out (dspace.md section 19).
 * @throws AppError request.impossible
 */
export function readReplacement(
  body: unknown,
  record: {
    readonly uuid: string;
    readonly handle: string | null;
    readonly kind: string;
  },
): MetadataEntries {
  const sent = readObject(body);
  const fixed = {
    id: record.uuid,
    uuid: record.uuid,
    handle: record.handle,
    type: record.kind,
  };
  for (const [name, value] of Object.entries(fixed)) {
    if (sent[name] !== undefined && sent[name] !== value)
      throw new AppError(
        "request.impossible",
        `The \`${name}\` of an object cannot be changed.`,
        { object: record.uuid },
      );
  }
  return readMetadata(sent);
}

/**
 * The steps of a JSON patch (dspace.md section 10).
 * @throws AppError input.invalid, request.impossible
 */
export function readPatch(body: unknown): readonly PatchOperation[] {
  if (!Array.isArray(body))
    throw new AppError("input.invalid", "A patch is a list of operations.");
  return body.map((step: unknown) => {
    if (typeof step !== "object" || step === null)
      throw new AppError("input.invalid", "An operation is an object.");
    const { op, path, from, value } = step as Readonly<Record<string, unknown>>;
    if (typeof op !== "string" || typeof path !== "string")
      throw new AppError("input.invalid", "An operation has `op` and `path`.");
    const known = operations.find((name) => name === op);
    if (known === undefined)
      throw new AppError(
        "request.impossible",
        `The operation ${op.slice(0, 40)} is not offered.`,
        { remedy: `Use one of ${operations.join(", ")}.` },
      );
    return { op: known, path, from, value };
  });
}

/** What a line of a text/uri-list means: `…/<noun>/<id>`; scheme, host and the rest of the path are not looked at. */
export interface UriTarget {
  /** As in the path: `collections`, `epersons`. */
  readonly noun: string;
  readonly id: string;
}

/**
 * The lines of a text/uri-list (dspace.md section 11).
 * @throws AppError request.impossible when a line is no such URI, or when there is none
 */
export function readUriList(text: string): readonly UriTarget[] {
  const targets = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line): UriTarget => {
      const [, noun, id] = /\/(\w+)\/([\w-]+)\/?$/.exec(line) ?? [];
      if (noun === undefined || id === undefined)
        throw new AppError(
          "request.impossible",
          `${line.slice(0, 200)} is not the URI of an object.`,
        );
      return { noun, id: id.toLowerCase() };
    });
  if (targets.length === 0)
    throw new AppError("request.impossible", "The list has no URI.");
  return targets;
}
