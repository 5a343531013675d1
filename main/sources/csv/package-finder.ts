import type { PackageFiles } from "../package-files.ts";
import { relativePath } from "../relative-path.ts";
import type { FileFinder } from "./file-finder.ts";

/** Finds the files that the table of a package names, in the package and by exactly these names. */
export function createPackageFinder(files: PackageFiles): FileFinder {
  return {
    find(written) {
      const checked = relativePath(written);
      if (!checked.safe)
        return Promise.resolve({
          found: false,
          code: "name.unsafe",
          why: checked.why,
        });
      const { path } = checked;
      const content = files.file(path);
      return Promise.resolve(
        content === undefined
          ? {
              found: false,
              code: "file.missing",
              why: "there is no such file in the package",
            }
          : {
              found: true,
              content,
              path,
              name: path.slice(path.lastIndexOf("/") + 1),
            },
      );
    },
    close: files.close,
  };
}
