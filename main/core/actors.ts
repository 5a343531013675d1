import { AsyncLocalStorage } from "node:async_hooks";

/** Who does something, and through which door. */
export interface Actor {
  readonly door: string;
  /** Set once it is known who asks. */
  account: { readonly id: number; readonly email: string } | null;
  /** Ends when they go away before they are answered; absent where they cannot. */
  readonly leaving?: () => AbortSignal;
}

export type Actors = ReturnType<typeof createActors>;

/**
 * Remembers for whom something is being done, for the record of who did what: it is written far from the doors, in
 * places that know what was done and have no business with who asked.
 */
export function createActors() {
  const storage = new AsyncLocalStorage<Actor>();
  return {
    /** Does something for somebody; what it sets off later counts as theirs, too. */
    during: <Result>(actor: Actor, work: () => Result): Result =>
      storage.run(actor, work),
    /** The one something is being done for; null when nobody asked. */
    current: (): Actor | null => storage.getStore() ?? null,
    /** Ends when whoever asked goes away before the answer; null where nobody can. For what only they want to know. */
    leaving: (): AbortSignal | null => storage.getStore()?.leaving?.() ?? null,
    /** It has become known who asks. */
    identify(account: Actor["account"]): void {
      const actor = storage.getStore();
      if (actor !== undefined && account !== null)
        actor.account = { id: account.id, email: account.email };
    },
  };
}
