/** Ids there is room for at first. */
const room = 5_000;

/**
 * @param sorted whether the ids are wanted ascending; if not, they stay as they are
 * @returns reads the ids in the bytes of a JSON array. What it gives back is overwritten by the next: hits
 *   may be a million, and room for each search of its own would be given back late.
 */
export function createIdReader(
  sorted = true,
): (text: Uint8Array | undefined) => Uint32Array {
  let ids = new Uint32Array(room);
  return (text) => {
    let count = 0;
    let id = 0;
    let last = 0;
    let ascending = true;
    // Two brackets and nothing between them are no id.
    for (let at = 1; text !== undefined && at < text.length; at++) {
      const digit = (text[at] ?? 0) - 48;
      if (digit >= 0 && digit <= 9) id = id * 10 + digit;
      else if (id > 0) {
        if (count === ids.length) {
          const more = new Uint32Array(count * 2);
          more.set(ids);
          ids = more;
        }
        ids[count++] = id;
        ascending &&= id > last;
        last = id;
        id = 0;
      }
    }
    const found = ids.subarray(0, count);
    return ascending || !sorted ? found : found.sort();
  };
}
