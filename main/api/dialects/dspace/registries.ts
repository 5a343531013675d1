import {
  readField,
  readNamespace,
  readSchema,
  readScopeNote,
} from "../../../core/registry-drafts.ts";
import { AppError } from "../../../domain/errors.ts";
import { readObject } from "./bodies.ts";
import { sliceOf } from "./paging.ts";
import { pageOf } from "./resources/resource-context.ts";
import type { Asked, Routes } from "./routes.ts";

const text = { type: "string" } as const;

/** Metadata schemas and fields (dspace.md section 15), and bitstream formats. */
export function addRegistries(routes: Routes): void {
  addSchemas(routes);
  addFields(routes);
  const { context, one, many } = routes;
  const { registries } = context;
  many(
    "/core/bitstreamformats",
    "Bitstream formats",
    ["id"],
    ({ resources }, paging) =>
      pageOf(
        "bitstreamformats",
        registries.formats(sliceOf(paging)),
        paging,
        resources.format,
      ),
  );
  one("/core/bitstreamformats/:id", "A bitstream format", (asked) =>
    asked.resources.format(registries.format(asked.id())),
  );
}

function addSchemas({ context, one, many, change }: Routes): void {
  const { registries } = context;
  const path = "/core/metadataschemas";
  const body = {
    type: "object",
    properties: { prefix: text, namespace: text },
  } as const;
  many(path, "Metadata schemas", ["id"], ({ resources }, paging) =>
    pageOf(
      "metadataschemas",
      registries.schemas(sliceOf(paging)),
      paging,
      resources.metadataSchema,
    ),
  );
  one(`${path}/:id`, "A metadata schema", (asked) =>
    asked.resources.metadataSchema(registries.schema(asked.id())),
  );
  change(
    "POST",
    path,
    "Add a metadata schema",
    201,
    async (asked) =>
      asked.resources.metadataSchema(
        await registries.createSchema(asked.caller, () =>
          readSchema(readObject(asked.json())),
        ),
      ),
    { body },
  );
  change(
    "PUT",
    `${path}/:id`,
    "Change the namespace of a metadata schema",
    200,
    async (asked) =>
      asked.resources.metadataSchema(
        await registries.setNamespace(
          asked.caller,
          () => asked.id(),
          (current) => readNamespace(readObject(asked.json()), current),
        ),
      ),
    { body },
  );
  change(
    "DELETE",
    `${path}/:id`,
    "Remove a metadata schema that has no values",
    200,
    async (asked) => {
      await registries.removeSchema(asked.caller, () => asked.id());
      return null;
    },
  );
}

function addFields({ context, one, many, searches, change }: Routes): void {
  const { registries } = context;
  const path = "/core/metadatafields";
  const sorts = ["fieldName"];
  const body = {
    type: "object",
    properties: {
      element: text,
      qualifier: { type: "string", nullable: true },
      scopeNote: { type: "string", nullable: true },
    },
  } as const;
  const any = {
    schema: null,
    element: null,
    qualifier: null,
    query: null,
    exact: null,
  };
  many(path, "Metadata fields", sorts, ({ resources }, paging) =>
    pageOf(
      "metadatafields",
      registries.fields(any, sliceOf(paging)),
      paging,
      resources.metadataField,
    ),
  );
  searches(path, ["bySchema", "byFieldName"]);
  many(
    `${path}/search/bySchema`,
    "Metadata fields of a schema",
    sorts,
    (asked, paging) =>
      pageOf(
        "metadatafields",
        registries.fields(
          { ...any, schema: asked.needed("schema") },
          sliceOf(paging),
        ),
        paging,
        asked.resources.metadataField,
      ),
    { schema: text },
  );
  many(
    `${path}/search/byFieldName`,
    "Metadata fields by their name or its parts",
    sorts,
    (asked, paging) =>
      pageOf(
        "metadatafields",
        registries.fields(fieldFilter(asked), sliceOf(paging)),
        paging,
        asked.resources.metadataField,
      ),
    {
      schema: text,
      element: text,
      qualifier: text,
      query: { type: "string", description: "beginning of a name" },
      exactName: { type: "string", example: "dc.contributor.author" },
    },
  );
  one(`${path}/:id`, "A metadata field", (asked) =>
    asked.resources.metadataField(registries.field(asked.id())),
  );
  one(`${path}/:id/schema`, "The schema of a metadata field", (asked) =>
    asked.resources.metadataSchema(registries.field(asked.id()).schema),
  );
  change(
    "POST",
    path,
    "Add a metadata field to a schema",
    201,
    async (asked) =>
      asked.resources.metadataField(
        await registries.createField(
          asked.caller,
          () => schemaIn(asked),
          () => readField(readObject(asked.json())),
        ),
      ),
    {
      body,
      querystring: {
        type: "object",
        properties: { schemaId: { type: "integer" } },
      },
    },
  );
  change(
    "PUT",
    `${path}/:id`,
    "Change the scope note of a metadata field",
    200,
    async (asked) =>
      asked.resources.metadataField(
        await registries.setScopeNote(
          asked.caller,
          () => asked.id(),
          (current) => readScopeNote(readObject(asked.json()), current),
        ),
      ),
    { body },
  );
  change(
    "DELETE",
    `${path}/:id`,
    "Remove a metadata field that has no values",
    200,
    async (asked) => {
      await registries.removeField(asked.caller, () => asked.id());
      return null;
    },
  );
}

/** @throws AppError input.invalid */
function schemaIn(asked: Asked): number {
  const given = asked.needed("schemaId");
  if (/^[0-9]{1,15}$/.test(given)) return Number(given);
  throw new AppError("input.invalid", "`schemaId` is a whole number.");
}

/** @throws AppError request.impossible */
function fieldFilter({ query }: Asked) {
  const filter = {
    schema: query("schema"),
    element: query("element"),
    qualifier: query("qualifier"),
    query: query("query"),
    exact: query("exactName"),
  };
  const { exact, ...parts } = filter;
  if (exact !== null && Object.values(parts).some((part) => part !== null))
    throw new AppError(
      "request.impossible",
      "`exactName` goes with no other parameter.",
    );
  return filter;
}
