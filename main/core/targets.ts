import type { ObjectKind } from "../domain/catalog.ts";
import { AppError } from "../domain/errors.ts";
import type { Access, Caller } from "./access.ts";

/** Runs work as one transaction of the catalog: all of it, or nothing when it throws. */
export type Write = <Result>(work: () => Result) => Promise<Result>;

/** What every change of the catalog needs. */
export interface TargetPorts {
  find(uuid: string): { readonly id: number; readonly kind: ObjectKind } | null;
  readonly write: Write;
}

export type Targets = ReturnType<typeof createTargets>;

/** Finds what somebody wants to change, in the order in which refusals are told: who asks, what it is, whether it is allowed. */
export function createTargets(
  ports: TargetPorts,
  access: Pick<Access, "requireSignedIn">,
) {
  /**
   * The id of an object that the caller may change.
   * @param require one of the `require…` of access
   * @throws AppError access.unauthenticated, access.denied, object.not-found
   */
  const target = (
    caller: Caller,
    kind: ObjectKind,
    uuid: string,
    require: (caller: Caller, object: number) => void,
  ): number => {
    access.requireSignedIn(caller);
    const found = ports.find(uuid);
    if (found?.kind !== kind) throw missing(kind, uuid);
    require(caller, found.id);
    return found.id;
  };

  return {
    target,
    /**
     * Changes an object. What is sent is read only when the change is allowed; whether it is, is looked at again inside
     * the transaction, since others may have written meanwhile.
     * @throws AppError as {@link target}; what `read` and `work` throw
     */
    change<Sent, Result>(
      find: () => number,
      read: () => Sent,
      work: (object: number, sent: Sent) => Result,
    ): Promise<Result> {
      find();
      const sent = read();
      return ports.write(() => work(find(), sent));
    },
  };
}

/** There is no such object. */
export function missing(kind: ObjectKind, uuid: string): AppError {
  return new AppError("object.not-found", `There is no ${kind} ${uuid}.`, {
    object: uuid,
  });
}
