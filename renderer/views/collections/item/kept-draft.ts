import type { MetadataFields } from "../../../../preload/contract.ts";

/** Metadata that somebody was changing: what it was when they began, and what they have made of it. */
export interface KeptDraft {
  readonly before: MetadataFields;
  readonly after: MetadataFields;
}

/** Characters; a tab has room for a few million, and needs it for more than this. */
const limit = 200_000;

/**
 * What somebody has typed, kept for as long as the tab lives, so that a session that ends does not destroy it.
 * @param who whoever types; others do not find it
 * @param item uuid
 */
export function createKeptDraft(who: string, item: string) {
  const key = `holdall.draft.${who}.${item}`;
  const drop = (): void => {
    sessionStorage.removeItem(key);
  };

  return {
    drop,
    /** Null when there is none. */
    read(): KeptDraft | null {
      const text = sessionStorage.getItem(key);
      return text === null ? null : (JSON.parse(text) as KeptDraft);
    },
    /** Keeps it in place of the last one. What is too large is not kept at all, rather than an older state of it. */
    write(draft: KeptDraft): void {
      drop();
      const text = JSON.stringify(draft);
      if (text.length > limit) return;
      try {
        sessionStorage.setItem(key, text);
      } catch {
        // The tab has no room left: typing goes on without a net.
      }
    },
  };
}
