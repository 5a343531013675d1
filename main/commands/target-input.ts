import { Type } from "typebox";

const closed = { additionalProperties: false };

/** A target as somebody describes it; with `id`, one that is there. */
export const targetInput = Type.Object(
  {
    id: Type.Optional(Type.Integer({ minimum: 1 })),
    transport: Type.String({ minLength: 1, maxLength: 100 }),
    settings: Type.Record(Type.String(), Type.Unknown()),
    secrets: Type.Optional(
      Type.Record(Type.String(), Type.String({ maxLength: 64 * 1024 })),
    ),
  },
  closed,
);
