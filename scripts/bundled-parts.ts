import { existsSync } from "node:fs";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import type { Plugin } from "vite";
import { standardLicence } from "./standard-licences.ts";

interface Part {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly text: string;
}

/** What a build of one of the programs leaves for {@link writeParts}. */
const listName = "parts.json";

/** Notes which packages are in a bundle. */
export function noteParts(root: string): Plugin {
  const packages = join(root, "node_modules") + sep;
  return {
    name: "holdall:note-parts",
    apply: "build",
    generateBundle() {
      const found = new Set<string>();
      for (const id of this.getModuleIds()) {
        const at = id
          .replaceAll("/", sep)
          .lastIndexOf(`${sep}node_modules${sep}`);
        if (at < 0) continue;
        const path = id.slice(id.lastIndexOf("node_modules/") + 13);
        const [first = "", second = ""] = path.split("/");
        found.add(
          join(
            id.slice(0, id.lastIndexOf("node_modules/")).replace(/^\0/u, ""),
            "node_modules",
            first.startsWith("@") ? `${first}/${second}` : first,
          ),
        );
      }
      this.emitFile({
        type: "asset",
        fileName: listName,
        source: JSON.stringify(
          [...found].map((path) => relative(packages, path)),
        ),
      });
    },
  };
}

/**
 * Writes down what the program is made of, with licences, beside its page: what is in the bundles, and what is installed
 * with them.
 */
export async function writeParts(root: string): Promise<void> {
  const packages = join(root, "node_modules");
  const folders = new Set<string>([join(packages, "electron")]);
  for (const program of ["main", "preload", "renderer"]) {
    const list = join(root, "dist", program, listName);
    for (const path of JSON.parse(await readFile(list, "utf8")) as string[])
      folders.add(join(packages, path));
    await rm(list);
  }
  const lock = JSON.parse(
    await readFile(join(root, "package-lock.json"), "utf8"),
  ) as { packages: Record<string, { dev?: boolean }> };
  for (const [path, { dev }] of Object.entries(lock.packages))
    if (path !== "" && dev !== true && existsSync(join(root, path)))
      folders.add(join(root, path));

  const parts = new Map<string, Part>();
  for (const folder of folders) {
    const part = await readPart(folder);
    if (part !== null) parts.set(`${part.name} ${part.version}`, part);
  }
  await writeFile(
    join(root, "dist/renderer/licences.json"),
    JSON.stringify(
      [...parts.values()].sort((one, other) =>
        one.name < other.name ? -1 : Number(one.name > other.name),
      ),
    ),
  );
}

async function readPart(folder: string): Promise<Part | null> {
  const file = join(folder, "package.json");
  if (!existsSync(file)) return null;
  const { name, version, license, licenses, author } = JSON.parse(
    await readFile(file, "utf8"),
  ) as {
    name?: string;
    version?: string;
    license?: string;
    // As packages named theirs long ago.
    licenses?: readonly { readonly type?: string }[];
    author?: string | { readonly name?: string };
  };
  if (name === undefined || version === undefined) return null;
  const texts: string[] = [];
  for (const found of (await readdir(folder)).sort())
    if (/^(?:licen[cs]e|copying|unlicense)/iu.test(found))
      texts.push((await readFile(join(folder, found), "utf8")).trim());
  const licence =
    license ?? licenses?.map(({ type }) => type).join(" OR ") ?? "";
  const person = typeof author === "string" ? author : (author?.name ?? "");
  return {
    name,
    version,
    licence,
    text:
      texts.join("\n\n") ||
      (await licenceOfReadme(folder)) ||
      standardLicence(licence, person.replace(/\s*[<(].*$/u, "")),
  };
}

/** Some bring the text of their licence in their introduction only; empty where there is none. */
async function licenceOfReadme(folder: string): Promise<string> {
  const name = (await readdir(folder)).find((one) =>
    /^readme(?:\.md)?$/iu.test(one),
  );
  if (name === undefined) return "";
  const text = await readFile(join(folder, name), "utf8");
  const section = /^#*[ \t]*licen[cs]e[ \t]*#*$([^]*)/imu.exec(text)?.[1] ?? "";
  return /permission/iu.test(section)
    ? section
        .replace(/^\s*-{3,}\s*$/mu, "")
        .replaceAll("&lt;", "<")
        .replaceAll("&gt;", ">")
        .trim()
    : "";
}
