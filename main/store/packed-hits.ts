/** How hits are written down: one bit for each id, or the distances between ids, whatever is shorter. */
const asBits = 0;
const asDistances = 1;
/** One byte says which, and four are the last id. */
const head = 5;

/** @param ids ascending */
export function packHits(ids: Uint32Array): Uint8Array {
  const bits = ((ids.at(-1) ?? 0) >> 3) + 1;
  const distances = new Uint8Array(head + Math.min(bits, ids.length * 5));
  let at = head;
  let before = 0;
  for (const id of ids) {
    let distance = id - before;
    before = id;
    // What would not fit is longer than the bits.
    if (at + 5 > distances.length) {
      at = distances.length + 1;
      break;
    }
    for (; distance > 127; distance >>>= 7)
      distances[at++] = (distance & 127) | 128;
    distances[at++] = distance;
  }
  const short = at <= distances.length;
  const packed = short ? distances.slice(0, at) : new Uint8Array(head + bits);
  new DataView(packed.buffer).setUint32(1, ids.at(-1) ?? 0);
  packed[0] = short ? asDistances : asBits;
  if (!short)
    for (const id of ids)
      packed[head + (id >> 3)] =
        (packed[head + (id >> 3)] ?? 0) | (1 << (id & 7));
  return packed;
}

/** @returns one bit for each id up to `largest` at least, for nobody else */
export function unpackHits(packed: Uint8Array, largest: number): Uint8Array {
  const last = new DataView(packed.buffer, packed.byteOffset).getUint32(1);
  const bits = new Uint8Array((Math.max(last, largest) >> 3) + 1);
  if (packed[0] === asBits) {
    bits.set(packed.subarray(head));
    return bits;
  }
  let id = 0;
  let distance = 0;
  let shift = 0;
  for (let at = head; at < packed.length; at++) {
    const byte = packed[at] ?? 0;
    distance |= (byte & 127) << shift;
    shift += 7;
    if (byte > 127) continue;
    id += distance;
    distance = 0;
    shift = 0;
    bits[id >> 3] = (bits[id >> 3] ?? 0) | (1 << (id & 7));
  }
  return bits;
}
