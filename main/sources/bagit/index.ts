import { AppError } from "../../domain/errors.ts";
import { openPackageFiles } from "../package-files.ts";
import { recognisesPackage } from "../recognises-package.ts";
import type { Source } from "../source.ts";

const mark = "bagit.txt";

/**
 * A bag (RFC 8493) with a package in its payload that one of the other sources knows.
 * @param payloads what can be in a bag
 */
export function createBagSource(payloads: readonly Source[]): Source {
  return {
    id: "bagit",
    title: "BagIt bag",
    recognises: (path) => recognisesPackage(path, [mark]),
    async open(path, context) {
      const files = await openPackageFiles(path, mark, context);
      const incomplete = files.file("fetch.txt") !== undefined;
      files.close();
      if (incomplete)
        throw new AppError(
          "archive.damaged",
          `${path} is an incomplete bag: its fetch.txt names files that would have to be fetched from elsewhere.`,
          {
            object: path,
            remedy: "Complete the bag with the program it was made with.",
          },
        );
      for (const payload of payloads)
        if (await payload.recognises(path))
          return await payload.open(path, context);
      throw new AppError(
        "archive.not-recognised",
        `${path} is a bag, but what is in it is nothing that can be imported.`,
        { object: path },
      );
    },
  };
}
