import { describe, expect, test } from "vitest";
import {
  chosenThings,
  groupThings,
  type Thing,
} from "../../renderer/gather-files.ts";

const file = (name: string, relative = ""): File => {
  const made = new File(["x"], name.split("/").at(-1) ?? name);
  Object.defineProperty(made, "webkitRelativePath", { value: relative });
  return made;
};
const thing = (name: string, folder = false): Thing => ({
  name,
  folder,
  path: `/in/${name}`,
  files: [{ file: file(name), path: name }],
});
const grouped = (things: Thing[], onThisMachine: boolean) =>
  groupThings(things, onThisMachine).map(({ name, path, files }) => ({
    name,
    path,
    files: files.map((one) => one.path),
  }));

describe("on this machine", () => {
  test("each package and folder is an import", () => {
    expect(grouped([thing("a.zip"), thing("saf", true)], true)).toEqual([
      { name: "a.zip", path: "/in/a.zip", files: [] },
      { name: "saf", path: "/in/saf", files: [] },
    ]);
  });

  test("a table stands for what is dropped with it", () => {
    expect(
      grouped([thing("scan.pdf"), thing("List.CSV"), thing("notes.txt")], true),
    ).toEqual([{ name: "List.CSV", path: "/in/List.CSV", files: [] }]);
  });
});

describe("in a browser", () => {
  test("each package and folder is sent on its own", () => {
    expect(grouped([thing("a.zip"), thing("b.zip")], false)).toEqual([
      { name: "a.zip", path: null, files: ["a.zip"] },
      { name: "b.zip", path: null, files: ["b.zip"] },
    ]);
  });

  test("a table is sent with everything that is dropped with it", () => {
    expect(
      grouped([thing("files", true), thing("list.csv"), thing("x.zip")], false),
    ).toEqual([
      { name: "list.csv", path: null, files: ["files", "list.csv", "x.zip"] },
    ]);
  });
});

describe("a chosen folder", () => {
  const chosen = [
    file("contents", "saf/item_1/contents"),
    file("a.pdf", "saf/item_1/a.pdf"),
  ];

  test("is that folder again where paths are known", () => {
    const [folder] = chosenThings(
      chosen,
      (one) => `/home/ada/${one.webkitRelativePath}`,
    );
    expect(folder).toMatchObject({
      name: "saf",
      folder: true,
      path: "/home/ada/saf",
      files: [],
    });
  });

  test("is its files in a browser", () => {
    const [folder] = chosenThings(chosen, () => "");
    expect(folder?.files.map(({ path }) => path)).toEqual([
      "saf/item_1/contents",
      "saf/item_1/a.pdf",
    ]);
  });
});
