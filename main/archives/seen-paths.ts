import { getRandomValues } from "node:crypto";
import { sameFileKey } from "./path-register.ts";

/** Remembers which paths have gone by, where none of them can be looked up again. */
export interface SeenPaths {
  /** Whether this is the first path that means this file; paths that differ in case or Unicode form only mean the same. */
  add(path: string): boolean;
}

/**
 * Eight bytes a path and some room: a keyed hash of 64 bits stands for it. That two different paths are taken for one
 * is less likely than a fault of the memory.
 */
export function createSeenPaths(): SeenPaths {
  let capacity = 1024;
  let table = new Uint32Array(capacity * 2);
  let count = 0;
  // Keyed, so that no archive can be made whose paths all fall into one slot.
  const [firstKey = 1, secondKey = 1] = getRandomValues(new Uint32Array(2));

  /** Enters a hash; false when it is in already. Zero stands for an empty slot. */
  function enter(first: number, second: number): boolean {
    const mask = capacity - 1;
    let slot = (first ^ (first >>> 16)) & mask;
    for (;;) {
      const there = table[slot * 2 + 1];
      if (there === 0) break;
      if (there === second && table[slot * 2] === first) return false;
      slot = (slot + 1) & mask;
    }
    table[slot * 2] = first;
    table[slot * 2 + 1] = second;
    return true;
  }

  function grow(): void {
    const old = table;
    capacity *= 2;
    table = new Uint32Array(capacity * 2);
    for (let at = 0; at < old.length; at += 2) {
      if (old[at + 1] !== 0) enter(old[at] ?? 0, old[at + 1] ?? 0);
    }
  }

  return {
    add(path) {
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
      const isNew = enter(first >>> 0, second >>> 0 || 1);
      if (isNew) count += 1;
      if (count * 1.5 > capacity) grow();
      return isNew;
    },
  };
}
