import { getRandomValues } from "node:crypto";

/** Remembers paths so that a second one that means the same file is found. */
export interface PathRegister {
  /**
   * Enters a path; when one that differs at most in case or Unicode form is in already, the token of that one is
   * returned and nothing is entered.
   * @param token where the path can be read again, 0 to 2^32 - 2
   */
  enter(path: string, token: number): number | null;
}

/** The form in which two paths that many file systems take for one are equal. */
export function sameFileKey(path: string): string {
  for (let index = 0; index < path.length; index += 1) {
    if (path.charCodeAt(index) > 0x7f)
      return path.normalize("NFC").toLowerCase().normalize("NFC");
  }
  return path.toLowerCase();
}

const empty = 0xffffffff;

/**
 * Eight bytes for each path, in a table of open addressing: 32 bits of a keyed hash (the slot comes from 32 others)
 * and the token; where the hash is equal, the earlier path is read again and compared, so that a verdict is exact.
 * @param count most paths that will be entered
 * @param pathOf reads the path of a token again
 */
export function createPathRegister(
  count: number,
  pathOf: (token: number) => string,
): PathRegister {
  const capacity =
    2 ** Math.max(4, Math.ceil(Math.log2(Math.max(1, count) * 1.5)));
  const mask = capacity - 1;
  const hashes = new Uint32Array(capacity);
  const tokens = new Uint32Array(capacity).fill(empty);
  // Keyed, so that no archive can be made whose paths all fall into one slot.
  const [firstKey = 1, secondKey = 1] = getRandomValues(new Uint32Array(2));
  return {
    enter(path, token) {
      const key = sameFileKey(path);
      let first = firstKey;
      let second = secondKey;
      for (let index = 0; index < key.length; index += 1) {
        const code = key.charCodeAt(index);
        first = Math.imul(first ^ code, 0x9e3779b1);
        first ^= first >>> 15;
        second = Math.imul(second ^ code, 0x85ebca77);
        second ^= second >>> 13;
      }
      const hash = second >>> 0;
      let slot = (first ^ (first >>> 16)) & mask;
      for (;;) {
        const earlier = tokens[slot] ?? empty;
        if (earlier === empty) break;
        if (hashes[slot] === hash && sameFileKey(pathOf(earlier)) === key)
          return earlier;
        slot = (slot + 1) & mask;
      }
      hashes[slot] = hash;
      tokens[slot] = token;
      return null;
    },
  };
}
