import { expect, test } from "vitest";
import type { ContainerView } from "../../preload/contract.ts";
import { createHoldings } from "../../renderer/views/overview/holdings.ts";

const container = (
  id: number,
  parents: number[],
  amount: number | null = null,
): ContainerView => ({
  id,
  uuid: `uuid-${id}`,
  handle: null,
  name: `Number ${id}`,
  parents,
  items: amount,
  files: amount,
  bytes: amount === null ? null : amount * 100,
});

const holdings = createHoldings(
  [container(1, []), container(2, [1]), container(3, [1]), container(4, [99])],
  [
    container(10, [2, 3], 5),
    container(11, [3], 7),
    container(12, [], 1),
    container(13, [98], 2),
  ],
);
const at = (place: number | null) =>
  holdings
    .at(place, "bytes")
    .map(({ id, kind, items, bytes }) => [id, kind, items, bytes]);

test("a community holds what is below it, and nothing twice", () => {
  expect(at(1)).toEqual([
    [3, "community", 12, 1200],
    [2, "community", 5, 500],
  ]);
  expect(at(3)).toEqual([
    [11, "collection", 7, 700],
    [10, "collection", 5, 500],
  ]);
  // What is in no community that one may see is at the top.
  expect(at(null)).toEqual([
    [1, "community", 12, 1200],
    [13, "collection", 2, 200],
    [12, "collection", 1, 100],
    [4, "community", 0, 0],
  ]);
});

test("the way to a place leads through its communities", () => {
  expect(holdings.path(3).map(({ id }) => id)).toEqual([1, 3]);
  expect(holdings.path(null)).toEqual([]);
  expect(holdings.path(77)).toEqual([]);
});
