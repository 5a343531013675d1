/** Milliseconds between two looks. */
const interval = 1000;

/** What this file needs of the catalog. */
export interface CatalogWatchPorts {
  /** Grows with every change of what the catalog holds, by whatever process it is made. */
  revision(): number;
  changed(revision: number): void;
}

/**
 * Tells when the catalog is other than it was, through whatever door and by whatever process: all of them count in the
 * same place, and none of them has to say so. Many changes in a row are told as one.
 * @returns ends it
 */
export function watchCatalog({ revision, changed }: CatalogWatchPorts) {
  const look = (): number | null => {
    try {
      return revision();
    } catch {
      // Whoever asks for something of the catalog is told why it cannot be read; this looks again.
      return null;
    }
  };
  let last = look();
  const timer = setInterval(() => {
    const now = look();
    if (now === null || now === last) return;
    last = now;
    changed(now);
  }, interval);
  timer.unref();
  return () => {
    clearInterval(timer);
  };
}
