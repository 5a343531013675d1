/** A value on its way between the preload's world and the page's, as structured clone can carry it. */
export type Packed =
  | { readonly kind: "value"; readonly value: unknown }
  | { readonly kind: "array"; readonly parts: readonly Packed[] }
  | {
      readonly kind: "object";
      readonly parts: readonly (readonly [string, Packed])[];
    }
  | {
      readonly kind: "function" | "promise";
      readonly side: string;
      readonly id: number;
    };

/** What crosses between the worlds, in either direction; `to` is the side that shall act. */
export type Crossing =
  | {
      readonly act: "call";
      readonly to: string;
      readonly id: number;
      readonly given: readonly Packed[];
    }
  | {
      readonly act: "settle";
      readonly to: string;
      readonly id: number;
      readonly failed: boolean;
      readonly value: Packed;
    }
  | { readonly act: "expose"; readonly name: string; readonly value: Packed };

/** Answer to a call. */
export interface Returned {
  readonly threw: boolean;
  readonly value: Packed;
}

export interface BridgeValues {
  pack(value: unknown): Packed;
  /** Gives frozen copies, and functions and promises that lead to those on the other side. */
  unpack(packed: Packed): unknown;
  /** Does what the other side asks for. */
  act(crossing: Crossing): Returned | undefined;
}

/**
 * One side of Electron's context bridge: values cross as frozen copies, functions as proxies, promises as promises.
 * Used in both worlds: its source is sent into the page, so it refers to nothing outside itself.
 * @param side name of this side
 * @param cross takes something to the other side, and comes back with the answer
 */
export function bridgeValues(
  side: string,
  cross: (crossing: Crossing) => Returned | undefined,
): BridgeValues {
  const functions: ((...given: unknown[]) => unknown)[] = [];
  const promised = new Map<
    number,
    { resolve(value: unknown): void; reject(error: unknown): void }
  >();
  const other = side === "page" ? "preload" : "page";
  let last = 0;

  function pack(value: unknown): Packed {
    if (typeof value === "function") {
      const id = functions.push(value as (...given: unknown[]) => unknown) - 1;
      return { kind: "function", side, id };
    }
    if (typeof value === "symbol")
      throw new TypeError("An object could not be cloned.");
    if (typeof value !== "object" || value === null)
      return { kind: "value", value };
    if (value instanceof Promise) {
      const id = ++last;
      const settle = (failed: boolean) => (outcome: unknown) => {
        cross({ act: "settle", to: other, id, failed, value: pack(outcome) });
      };
      value.then(settle(false), settle(true));
      return { kind: "promise", side, id };
    }
    if (Array.isArray(value)) return { kind: "array", parts: value.map(pack) };
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype === null || prototype === Object.prototype) {
      return {
        kind: "object",
        parts: Object.entries(value).map(
          ([name, part]) => [name, pack(part)] as const,
        ),
      };
    }
    try {
      structuredClone(value);
    } catch {
      throw new Error("An object could not be cloned.");
    }
    return { kind: "value", value };
  }

  function proxy(id: number): (...given: unknown[]) => unknown {
    return (...given) => {
      const returned = cross({
        act: "call",
        to: other,
        id,
        given: given.map(pack),
      });
      if (returned === undefined) throw new Error("The other side has gone.");
      const value = unpack(returned.value);
      if (returned.threw) throw value as Error;
      return value;
    };
  }

  function unpack(packed: Packed): unknown {
    switch (packed.kind) {
      case "value":
        return packed.value;
      case "function":
        return packed.side === side
          ? functions[packed.id]
          : Object.freeze(proxy(packed.id));
      case "promise":
        return new Promise((resolve, reject) => {
          promised.set(packed.id, { resolve, reject });
        });
      case "array":
        return Object.freeze(packed.parts.map(unpack));
      case "object": {
        const object = {};
        for (const [name, part] of packed.parts) {
          Object.defineProperty(object, name, {
            value: unpack(part),
            enumerable: true,
          });
        }
        return Object.freeze(object);
      }
    }
  }

  function act(crossing: Crossing): Returned | undefined {
    switch (crossing.act) {
      case "call":
        try {
          const value = functions[crossing.id]?.(...crossing.given.map(unpack));
          return { threw: false, value: pack(value) };
        } catch (error) {
          return { threw: true, value: pack(error) };
        }
      case "settle": {
        const waiting = promised.get(crossing.id);
        promised.delete(crossing.id);
        const value = unpack(crossing.value);
        if (crossing.failed) waiting?.reject(value);
        else waiting?.resolve(value);
        return undefined;
      }
      case "expose":
        Object.defineProperty(globalThis, crossing.name, {
          value: unpack(crossing.value),
          enumerable: true,
        });
        return undefined;
    }
  }

  return { pack, unpack, act };
}
