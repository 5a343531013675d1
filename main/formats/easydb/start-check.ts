import type { PackageCheck } from "../package-check.ts";

/** A data file of a batch, or of everything. */
const dataFile =
  /^(?:[^/]+\/)?(?:[1-9][0-9]*-[1-9][0-9]*\/)?objects(?:-[1-9][0-9]*)?\.(?:csv|xml|json)$/;
/** What lies in the folder of a batch. */
const inBatch = /^(?:[^/]+\/)?([1-9][0-9]*)-([1-9][0-9]*)\/./;
/** What only other packages have, whatever their folders are called. */
const foreign = /\/(?:dublin_core\.xml|contents)$|(?:^|\/)manifest-[^/]+\.txt$/;

/**
 * Follows a package of easydb's dialect (easydb.md section 6). Nothing in it says what belongs into it, so only its layout
 * tells what it is, and that every entry can be read is all that can be found out.
 */
export function startCheck(): PackageCheck {
  let entries = 0;
  let files = 0;
  let dataFiles = 0;
  let elsewhere = false;
  let other = false;
  return {
    entry(path) {
      if (path.endsWith("/")) return;
      entries++;
      if (foreign.test(path)) other = true;
      if (dataFile.test(path)) dataFiles++;
      else files++;
      const [, from, to] = inBatch.exec(path) ?? [];
      if (from === undefined || Number(from) > Number(to)) elsewhere = true;
    },
    recognised: () => !other && (dataFiles > 0 || (entries > 0 && !elsewhere)),
    end: () => ({ items: 0, files, ours: false }),
  };
}
