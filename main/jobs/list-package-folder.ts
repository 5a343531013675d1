import { listedSums, packageFolder } from "../archives/package-tree.ts";
import type { PackageFolder } from "../domain/package-tree.ts";
import { manifestName } from "../domain/saf-sidecar.ts";
import type { FolderQuestion } from "./questions.ts";

/**
 * A page of what a folder of a package holds, with the checksums of its files where they are asked for.
 * @throws AppError archive.*, file.*
 */
export async function listFolderOf({
  archive,
  within,
  after,
  limit,
  sums,
}: FolderQuestion): Promise<PackageFolder> {
  const page = await packageFolder(archive, within, after, limit);
  const pathOf = (name: string): string =>
    within === "" ? name : `${within}/${name}`;
  const files = page.names.filter(({ kind }) => kind === "file");
  if (!sums || files.length === 0) return page;
  const listed = await listedSums(
    archive,
    manifestName,
    files.map(({ name }) => pathOf(name)),
  );
  return {
    ...page,
    names: page.names.map((one) => ({
      ...one,
      sha256: listed.get(pathOf(one.name)) ?? null,
    })),
  };
}
