import type { Policy } from "./catalog.ts";

/** Whom a policy is for, as somebody chooses them. */
export interface PolicyHolder {
  readonly kind: "group" | "account";
  readonly uuid: string;
}

/** A policy as one of all that an object has. */
export interface HeldPolicy extends Omit<Policy, "group" | "account"> {
  readonly holder: PolicyHolder;
}

/** The same with what people call its holder: the name of a group, or an e-mail address. */
export interface NamedPolicy extends HeldPolicy {
  readonly holder: NamedHolder;
}

export interface NamedHolder extends PolicyHolder {
  readonly name: string;
}

/** All policies of an object as they are to be, made from what they were when somebody began to change them. */
export interface PolicyRevision {
  /** Numeric id. */
  readonly object: number;
  readonly expected: readonly HeldPolicy[];
  readonly policies: readonly HeldPolicy[];
}
