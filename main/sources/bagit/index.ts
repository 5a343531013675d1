import { AppError } from "../../domain/errors.ts";
import { openPackageFiles, type PackageFiles } from "../package-files.ts";
import { recognisesPackage } from "../recognises-package.ts";
import type { Source, SourceContext, SourcePackage } from "../source.ts";
import { compareBag } from "./compare-bag.ts";
import { readPromisedSums, type PromisedSums } from "./promised-sums.ts";

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
      if (incomplete) {
        files.close();
        throw new AppError(
          "archive.damaged",
          `${path} is an incomplete bag: its fetch.txt names files that would have to be fetched from elsewhere.`,
          {
            object: path,
            remedy: "Complete the bag with the program it was made with.",
          },
        );
      }
      for (const payload of payloads) {
        if (!(await payload.recognises(path))) continue;
        return openCompared(files, context, () => payload.open(path, context));
      }
      files.close();
      throw new AppError(
        "archive.not-recognised",
        `${path} is a bag, but what is in it is nothing that can be imported.`,
        { object: path },
      );
    },
  };
}

async function openCompared(
  files: PackageFiles,
  context: SourceContext,
  open: () => Promise<SourcePackage>,
): Promise<SourcePackage> {
  let payload: PromisedSums | null = null;
  let tags: PromisedSums | null = null;
  try {
    payload = await readPromisedSums(files, "manifest", context);
    tags = await readPromisedSums(files, "tagmanifest", context);
    const opened = await open();
    if (payload === null)
      context.report({
        severity: "warning",
        code: "manifest.unknown",
        object: "bagit.txt",
        message:
          "The bag has no manifest of its payload with checksums of a known kind.",
        action: "Its files were taken as they are.",
      });
    return compareBag(opened, files, { payload, tags }, context);
  } catch (error) {
    payload?.close();
    tags?.close();
    files.close();
    throw error;
  }
}
