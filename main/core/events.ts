import type { Events } from "../../preload/contract.ts";

type Listener<Name extends keyof Events> = (event: Events[Name]) => void;

/** Everything that is announced. */
export const eventNames = [
  "run.changed",
  "delivery.changed",
  "check.changed",
  "catalog.changed",
  "news.told",
] as const satisfies readonly (keyof Events)[];

export type EventBus = ReturnType<typeof createEvents>;

/** Tells everyone who listens what has happened. Listeners watch; nothing is steered by events. */
export function createEvents() {
  const listeners: { [Name in keyof Events]: Set<Listener<Name>> } = {
    "run.changed": new Set(),
    "delivery.changed": new Set(),
    "check.changed": new Set(),
    "catalog.changed": new Set(),
    "news.told": new Set(),
  };
  return {
    announce<Name extends keyof Events>(name: Name, event: Events[Name]): void {
      for (const listener of listeners[name]) listener(event);
    },
    /** @returns a function that stops listening */
    listen<Name extends keyof Events>(
      name: Name,
      listener: Listener<Name>,
    ): () => void {
      listeners[name].add(listener);
      return () => {
        listeners[name].delete(listener);
      };
    },
  };
}
