import type {
  ContainerPeople,
  PeopleRole,
} from "../../main/domain/container-people.ts";
import type { PolicyHolder } from "../../main/domain/held-policy.ts";

/** The groups of communities and collections, and who is in them. */
export interface PeopleCommands {
  "people.of": {
    readonly input: { readonly container: number };
    readonly output: readonly ContainerPeople[];
  };
  "people.make-group": {
    readonly input: {
      readonly container: number;
      readonly role: PeopleRole;
    };
    readonly output: null;
  };
  /** Removes a group, and with it what its members may do here. */
  "people.remove-group": {
    readonly input: {
      readonly container: number;
      readonly role: PeopleRole;
    };
    readonly output: null;
  };
  "people.add": {
    readonly input: {
      readonly container: number;
      readonly role: PeopleRole;
      readonly member: PolicyHolder;
    };
    readonly output: null;
  };
  "people.take": {
    readonly input: {
      readonly container: number;
      readonly role: PeopleRole;
      readonly member: PolicyHolder;
    };
    readonly output: null;
  };
}
