import { Type } from "typebox";

const text = Type.Union([Type.String({ maxLength: 200 }), Type.Null()]);

/** Metadata as the window sends it: fields in dotted form, each with its values in their order. */
export const metadataInput = Type.Record(
  Type.String({ minLength: 3, maxLength: 200 }),
  Type.Array(
    Type.Object(
      {
        value: Type.String({ minLength: 1, maxLength: 1_000_000 }),
        language: text,
        authority: text,
        confidence: Type.Integer(),
      },
      { additionalProperties: false },
    ),
    { maxItems: 20_000 },
  ),
);
