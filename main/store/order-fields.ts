/** A field as it is written. */
export interface WrittenField {
  readonly name: string;
  /** What of it is noted beside: see {@link places}; null: nothing. */
  readonly place: number | null;
  /** The text before its first value where it is the first field, and where it is another. */
  readonly first: Buffer;
  readonly next: Buffer;
}

/** Where in the text of an item is what: beginnings, each followed by the end, which is 0 where there is no such thing. */
export const places = {
  members: 0,
  title: 2,
  entityType: 4,
  provenance: 6,
  count: 8,
} as const;

export interface OrderedFields {
  /** The members of all items, one item after the other. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The places of each item. */
  readonly places: Int32Array<ArrayBuffer>;
}

interface Value {
  readonly field: WrittenField;
  /** Where its JSON is. */
  readonly from: number;
  readonly to: number;
}

/** What the JSON of a value has before the value itself, and what follows on it. */
const beforeText = '{"value":'.length;
const afterText = '","language":';
const [comma, closing] = Buffer.from(",]");

/**
 * Puts values of items together as members of JSON objects, in the order of their names.
 * @param raw for each value, in the order of items and places: a character 1, the number of the item, a character 0, the
 *   field's id, a character 0, and its JSON, which has neither of these
 */
export function orderFields(
  raw: Buffer,
  items: number,
  fieldOf: (id: number) => WrittenField,
): OrderedFields {
  const writer = createWriter(raw, items);
  let at = 0;
  /** Reads a number and passes over what ends it. */
  const readNumber = (): number => {
    let number = 0;
    for (let byte = raw[at++] ?? 0; byte !== 0; byte = raw[at++] ?? 0)
      number = number * 10 + byte - 48;
    return number;
  };
  let item = 0;
  let values: Value[] = [];
  let sorted = true;
  const finish = (): void => {
    if (!sorted) values.sort((one, other) => compareNames(one, other));
    if (values.length > 0) writer.write(item, values);
    values = [];
    sorted = true;
  };
  while (at < raw.length) {
    at++;
    const key = readNumber();
    if (key !== item) finish();
    item = key;
    const field = fieldOf(readNumber());
    const last = values.at(-1);
    sorted &&= last === undefined || last.field.name <= field.name;
    const from = at;
    const next = raw.indexOf(1, at);
    at = next < 0 ? raw.length : next;
    values.push({ field, from, to: at });
  }
  finish();
  return writer.written();
}

function compareNames({ field: one }: Value, { field: other }: Value): number {
  return one.name < other.name ? -1 : one.name > other.name ? 1 : 0;
}

function createWriter(raw: Buffer, items: number) {
  const noted = new Int32Array(items * places.count);
  let bytes = Buffer.allocUnsafeSlow(Math.ceil(raw.length * 1.25));
  let end = 0;

  const makeRoom = (values: readonly Value[]): void => {
    let size = 1;
    for (const { field, from, to } of values)
      size += field.next.length + to - from;
    if (end + size <= bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(2 * (end + size));
    bytes.copy(larger, 0, 0, end);
    bytes = larger;
  };
  const copy = (source: Buffer, from: number, to: number): void => {
    source.copy(bytes, end, from, to);
    end += to - from;
  };

  return {
    write(item: number, values: readonly Value[]): void {
      makeRoom(values);
      const own = item * places.count;
      const begin = end;
      let last: WrittenField | null = null;
      for (const { field, from, to } of values) {
        if (field === last) {
          bytes[end++] = comma ?? 0;
        } else {
          // A first field goes with the comma behind it, any other with the one before it.
          const start: number = last === null ? end : end + 1;
          if (last?.place === places.provenance)
            noted[own + places.provenance + 1] =
              noted[own + places.provenance] === begin ? start + 1 : start;
          const prefix: Buffer = last === null ? field.first : field.next;
          copy(prefix, 0, prefix.length);
          if (field.place === places.provenance) {
            noted[own + field.place] = start;
          } else if (field.place !== null) {
            const text = from + beforeText;
            noted[own + field.place] = end + beforeText;
            // No text has this in it: its quotes would be escaped.
            noted[own + field.place + 1] =
              end + raw.indexOf(afterText, text) + 1 - from;
          }
          last = field;
        }
        copy(raw, from, to);
      }
      bytes[end++] = closing ?? 0;
      if (last?.place === places.provenance)
        noted[own + places.provenance + 1] = end;
      noted[own + places.members] = begin;
      noted[own + places.members + 1] = end;
    },
    written: (): OrderedFields => ({
      bytes: bytes.subarray(0, end),
      places: noted,
    }),
  };
}
