import { AppError } from "../../../domain/errors.ts";
import type { Asked, Routes } from "./routes.ts";

/** Relationships between items, as far as items lead to them; they are read only. */
export function addRelationships(routes: Routes): void {
  const { context, one } = routes;
  const { itemLinks } = context;

  one("/core/relationships/:id", "A relationship of two items", (asked) =>
    asked.resources.relationship(
      itemLinks.relationship(asked.caller, numberOf(asked)),
    ),
  );
  one("/core/relationshiptypes/:id", "A kind of relationship", (asked) =>
    asked.resources.relationshipType(
      itemLinks.relationshipType(numberOf(asked)),
    ),
  );
}

/** @throws AppError object.not-found */
function numberOf({ parameter }: Asked): number {
  const id = parameter("id");
  if (!/^[0-9]{1,15}$/.test(id))
    throw new AppError("object.not-found", "The id is a number.", {
      object: id.slice(0, 100),
    });
  return Number(id);
}
