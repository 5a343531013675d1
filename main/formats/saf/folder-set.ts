import { getRandomValues } from "node:crypto";

/** Remembers folders by a hash of their paths alone. */
export interface FolderSet {
  add(folder: string): void;
  /** Whether it was added; once in some thousand million questions the answer is yes for one that was not. */
  has(folder: string): boolean;
}

/** About eight bytes for each folder, where a set of their paths would take a hundred. */
export function createFolderSet(): FolderSet {
  let slots = new Uint32Array(1024);
  let used = 0;
  // Keyed, so that no package can be made whose folders all fall into one slot.
  const [key = 1] = getRandomValues(new Uint32Array(1));

  /** Never 0, which marks a free slot. */
  function hashOf(folder: string): number {
    let hash = key;
    for (let index = 0; index < folder.length; index += 1) {
      hash = Math.imul(hash ^ folder.charCodeAt(index), 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    return hash >>> 0 || 1;
  }

  /** The slot that holds the hash, or the free one where it belongs. */
  function slotOf(hash: number): number {
    const mask = slots.length - 1;
    let slot = Math.imul(hash, 0x85ebca77) >>> 0;
    for (;;) {
      slot &= mask;
      const found = slots[slot] ?? 0;
      if (found === 0 || found === hash) return slot;
      slot += 1;
    }
  }

  return {
    add(folder) {
      const hash = hashOf(folder);
      const slot = slotOf(hash);
      if (slots[slot] === hash) return;
      slots[slot] = hash;
      used += 1;
      if (used * 3 < slots.length * 2) return;
      const before = slots;
      slots = new Uint32Array(before.length * 2);
      for (const one of before) if (one !== 0) slots[slotOf(one)] = one;
    },
    has(folder) {
      const hash = hashOf(folder);
      return slots[slotOf(hash)] === hash;
    },
  };
}
