import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ExportOptions, ExportResult } from "../../main/domain/run.ts";
import type { ItemSidecar } from "../../main/domain/saf-sidecar.ts";
import { makeHostileCatalog } from "./hostile-catalog.ts";
import type { HostileItem } from "./hostile-items.ts";
import { readPackage } from "./read-package.ts";
import { exportTarget, type EndedRun } from "./runs.ts";

export type HostilePackages = Awaited<ReturnType<typeof makeHostilePackages>>;

/** The hostile catalog in a folder of its own, and its main collection packed. */
export async function makeHostilePackages() {
  const folder = mkdtempSync(join(tmpdir(), "holdall-test-"));
  const data = join(folder, "data");
  const made = await makeHostileCatalog(data);
  let archives = 0;
  /** Packs a target, by default the main collection with all its items. */
  const pack = async (
    options: Partial<ExportOptions> = {},
    target: string | number | null = made.collection,
    threads = 1,
  ) => {
    const out = join(folder, `${archives++}.zip`);
    const ended: EndedRun<ExportResult> = await exportTarget(
      data,
      target,
      out,
      { withdrawn: true, ...options },
      threads,
    );
    const { result } = ended;
    return { ...ended, result, out, ...(await readPackage(out)) };
  };
  const exact = await pack();
  const folders = new Map(
    exact.paths
      .filter((path) => path.endsWith("/_holdall-item.json"))
      .map((path) => {
        const { uuid } = exact.json(path) as { uuid: string };
        return [uuid, path.slice(0, path.indexOf("/"))];
      }),
  );
  /** Folder of an item of the main collection, by what is awkward about it. */
  const folderOf = (name: HostileItem): string => {
    const found = folders.get(made.items[name].uuid);
    if (found === undefined) throw new Error(`${name} is not in the package`);
    return found;
  };
  return {
    folder,
    data,
    made,
    exact,
    pack,
    folderOf,
    /** What is in the folder of an item. */
    item(name: HostileItem, packed: Awaited<ReturnType<typeof pack>> = exact) {
      const at = folderOf(name);
      const contents = packed.text(`${at}/contents`);
      return {
        folder: at,
        /** Names of the files in the folder, control files too. */
        names: packed.paths
          .filter((path) => path.startsWith(`${at}/`))
          .map((path) => path.slice(at.length + 1)),
        xml: packed.text(`${at}/dublin_core.xml`),
        contents,
        /** Lines of `contents`, each split at its tabs. */
        lines: contents
          .split("\n")
          .slice(0, -1)
          .map((line) => line.split("\t")),
        sidecar: packed.json(`${at}/_holdall-item.json`) as ItemSidecar,
        text: (file: string) => packed.text(`${at}/${file}`),
        problems: packed.problems.filter(
          ({ object }) => object === at || object.startsWith(`${at}/`),
        ),
      };
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
