import { Type } from "typebox";
import { peopleRoles } from "../domain/container-people.ts";
import type { CommandTable } from "./command.ts";

const closed = { additionalProperties: false };
const place = {
  container: Type.Integer({ minimum: 1 }),
  role: Type.Union(peopleRoles.map((role) => Type.Literal(role))),
};
const member = Type.Object(
  {
    kind: Type.Union([Type.Literal("group"), Type.Literal("account")]),
    uuid: Type.String({ maxLength: 36 }),
  },
  closed,
);

/** The groups of communities and collections, and who is in them; who may change that says the core. */
export const peopleCommands = {
  "people.of": {
    who: "user",
    input: Type.Object({ container: place.container }, closed),
    handler: ({ editing }, { container }, caller) =>
      editing.containerPeople.of(caller, container),
  },
  "people.make-group": {
    who: "user",
    input: Type.Object(place, closed),
    handler: async ({ editing }, { container, role }, caller) => {
      await editing.containerPeople.make(caller, container, role);
      return null;
    },
  },
  "people.remove-group": {
    who: "user",
    input: Type.Object(place, closed),
    handler: async ({ editing }, { container, role }, caller) => {
      await editing.containerPeople.remove(caller, container, role);
      return null;
    },
  },
  "people.add": {
    who: "user",
    input: Type.Object({ ...place, member }, closed),
    handler: async ({ editing }, input, caller) => {
      const { container, role } = input;
      await editing.containerPeople.add(caller, container, role, input.member);
      return null;
    },
  },
  "people.take": {
    who: "user",
    input: Type.Object({ ...place, member }, closed),
    handler: async ({ editing }, input, caller) => {
      const { container, role } = input;
      await editing.containerPeople.take(caller, container, role, input.member);
      return null;
    },
  },
} satisfies Partial<CommandTable>;
