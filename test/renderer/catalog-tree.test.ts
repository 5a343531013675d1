import { expect, test } from "vitest";
import type { ContainerView } from "../../preload/contract.ts";
import {
  createBranches,
  openAtFirst,
  treeLines,
} from "../../renderer/views/collections/catalog-tree.ts";

const container = (
  id: number,
  name: string,
  parents: number[] = [],
  items: number | null = null,
): ContainerView => ({
  id,
  uuid: `uuid-${id}`,
  handle: null,
  name,
  parents,
  items,
  files: items,
  bytes: items,
});

const draw = (
  communities: ContainerView[],
  collections: ContainerView[],
  glance = 100,
) => {
  const branches = createBranches(communities, collections, "en");
  return treeLines(branches, openAtFirst(branches, glance), 99).map(
    (line) =>
      `${"  ".repeat(line.level - 1)}${line.container?.name ?? "*"} ${line.items}`,
  );
};

test("communities come before collections, each in the order people expect", () => {
  expect(
    draw(
      [container(1, "B"), container(2, "a"), container(3, "Below", [1])],
      [
        container(10, "Part 10", [1], 5),
        container(11, "Part 9", [1], 7),
        container(12, "Inside", [3], 1),
        container(13, "Alone", [], 2),
      ],
    ),
  ).toEqual([
    "* 99",
    "a 0",
    "B 13",
    "  Below 1",
    "    Inside 1",
    "  Part 9 7",
    "  Part 10 5",
    "Alone 2",
  ]);
});

test("a collection in two communities is in both", () => {
  expect(
    draw(
      [container(1, "One"), container(2, "Two")],
      [container(10, "Shared", [1, 2], 5)],
    ),
  ).toEqual(["* 99", "One 5", "  Shared 5", "Two 5", "  Shared 5"]);
});

test("a community whose parent is not there stands at the top", () => {
  expect(draw([container(2, "Orphan", [1])], [])).toEqual(["* 99", "Orphan 0"]);
});

test("communities that are below each other do not go round for ever", () => {
  const lines = draw(
    [container(1, "Hen", [2]), container(2, "Egg", [1]), container(3, "Top")],
    [container(10, "Nest", [1], 3)],
  );
  expect(lines).toContain("Top 0");
});

test("a large tree opens only as far as it can be taken in at a glance", () => {
  const communities = Array.from({ length: 10 }, (_, index) =>
    container(index + 1, `Community ${index + 1}`),
  );
  const collections = Array.from({ length: 5000 }, (_, index) =>
    container(100 + index, `Collection ${index}`, [(index % 10) + 1], 1),
  );
  expect(draw(communities, collections, 40)).toHaveLength(11);
  expect(draw(communities, collections, 10_000)).toHaveLength(5011);
});
