/**
 * Carries what the structured clone algorithm allows as text, over a channel that knows only text. Used on both sides:
 * its source is also sent into the page, so it refers to nothing outside itself.
 */
export interface StructuredText {
  /** @throws DataCloneError for a function, a symbol or an object of the page, as Electron does */
  encode(value: unknown): string;
  decode(text: string): unknown;
}

export function structuredText(): StructuredText {
  type Node = readonly [kind: string, ...rest: unknown[]];
  type View = new (
    buffer: ArrayBuffer,
    offset: number,
    length: number,
  ) => ArrayBufferView;
  const arrays: Record<string, View & { BYTES_PER_ELEMENT?: number }> = {
    Int8Array,
    Uint8Array,
    Uint8ClampedArray,
    Int16Array,
    Uint16Array,
    Int32Array,
    Uint32Array,
    Float32Array,
    Float64Array,
    BigInt64Array,
    BigUint64Array,
    DataView,
  };
  const errors = {
    Error,
    EvalError,
    RangeError,
    ReferenceError,
    SyntaxError,
    TypeError,
    URIError,
  };
  const refuse = (): never => {
    throw new DOMException("An object could not be cloned.", "DataCloneError");
  };

  function encode(value: unknown): string {
    let copy: unknown;
    try {
      copy = structuredClone(value);
    } catch {
      refuse();
    }
    const nodes: (Node | null)[] = [];
    const seen = new Map<object, number>();

    function place(part: unknown): number {
      if (typeof part === "object" && part !== null) {
        const known = seen.get(part);
        if (known !== undefined) return known;
        seen.set(part, nodes.length);
      }
      const index = nodes.push(null) - 1;
      nodes[index] = describe(part);
      return index;
    }

    function describe(part: unknown): Node {
      if (part === null || typeof part === "boolean") return ["plain", part];
      if (typeof part === "string") return ["plain", part];
      if (typeof part === "undefined") return ["undefined"];
      if (typeof part === "bigint") return ["bigint", part.toString()];
      if (typeof part === "number") {
        return Number.isFinite(part) && !Object.is(part, -0)
          ? ["plain", part]
          : ["number", Object.is(part, -0) ? "-0" : String(part)];
      }
      if (typeof part !== "object") return refuse();
      if (Array.isArray(part)) return ["array", part.map(place)];
      const kind = Object.prototype.toString.call(part).slice(8, -1);
      if (part instanceof Date) return ["date", place(part.getTime())];
      if (part instanceof RegExp) return ["regexp", part.source, part.flags];
      if (part instanceof Map)
        return ["map", [...part].map(([k, v]) => [place(k), place(v)])];
      if (part instanceof Set) return ["set", [...part].map(place)];
      if (part instanceof ArrayBuffer)
        return ["bytes", [...new Uint8Array(part)]];
      if (ArrayBuffer.isView(part))
        return [
          "view",
          kind,
          place(part.buffer),
          part.byteOffset,
          part.byteLength,
        ];
      if (part instanceof Error)
        return ["error", part.name, part.message, part.stack ?? ""];
      if (kind !== "Object") return refuse();
      return [
        "object",
        Object.entries(part).map(([name, inner]) => [name, place(inner)]),
      ];
    }

    place(copy);
    return JSON.stringify(nodes);
  }

  function decode(text: string): unknown {
    const nodes = JSON.parse(text) as Node[];
    const made = new Map<number, unknown>();

    function take(index: number): unknown {
      if (made.has(index)) return made.get(index);
      const node = nodes[index];
      if (node === undefined) throw new Error("A part is missing.");
      const keep = <Made>(value: Made): Made => {
        made.set(index, value);
        return value;
      };
      const [kind, one, two] = node;
      switch (kind) {
        case "undefined":
          return undefined;
        case "bigint":
          return BigInt(one as string);
        case "number":
          return Number(one);
        case "array": {
          const array: unknown[] = keep([]);
          for (const part of one as number[]) array.push(take(part));
          return array;
        }
        case "date":
          return keep(new Date(take(one as number) as number));
        case "regexp":
          return keep(new RegExp(one as string, two as string));
        case "map": {
          const map = keep(new Map());
          for (const [key, value] of one as [number, number][])
            map.set(take(key), take(value));
          return map;
        }
        case "set": {
          const set = keep(new Set());
          for (const part of one as number[]) set.add(take(part));
          return set;
        }
        case "bytes":
          return keep(new Uint8Array(one as number[]).buffer);
        case "view": {
          const [, name, buffer, offset, length] = node as [
            kind: string,
            name: string,
            buffer: number,
            offset: number,
            length: number,
          ];
          const View = arrays[name];
          if (View === undefined) throw new Error(`There is no ${name}.`);
          const size = View.BYTES_PER_ELEMENT ?? 1;
          const bytes = take(buffer) as ArrayBuffer;
          return keep(new View(bytes, offset, length / size));
        }
        case "error": {
          const Kind = errors[one as keyof typeof errors] as
            typeof Error | undefined;
          const error = keep(new (Kind ?? Error)(two as string));
          error.stack = node[3] as string;
          return error;
        }
        case "object": {
          const object = keep({});
          for (const [name, part] of one as [string, number][]) {
            // Not by assignment: `__proto__` is a name like any other here.
            Object.defineProperty(object, name, {
              value: take(part),
              configurable: true,
              enumerable: true,
              writable: true,
            });
          }
          return object;
        }
        default:
          return one;
      }
    }

    return take(0);
  }

  return { encode, decode };
}
