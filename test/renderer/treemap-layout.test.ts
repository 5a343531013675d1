import fc from "fast-check";
import { expect, test } from "vitest";
import { layOutTiles } from "../../renderer/views/overview/treemap-layout.ts";

test("tiles are as large as their values, fill the whole, and never overlap", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 1e12 }), {
        minLength: 1,
        maxLength: 40,
      }),
      fc.double({ min: 0.3, max: 5, noNaN: true }),
      (values, aspect) => {
        values.sort((one, other) => other - one);
        const total = values.reduce((sum, value) => sum + value, 0);
        const tiles = layOutTiles(values, aspect);
        expect(tiles).toHaveLength(values.length);
        for (const [index, tile] of tiles.entries()) {
          expect(tile.width * tile.height).toBeCloseTo(
            (values[index] ?? 0) / total,
            6,
          );
          expect(tile.left).toBeGreaterThanOrEqual(-1e-9);
          expect(tile.top).toBeGreaterThanOrEqual(-1e-9);
          expect(tile.left + tile.width).toBeLessThanOrEqual(1 + 1e-9);
          expect(tile.top + tile.height).toBeLessThanOrEqual(1 + 1e-9);
          for (const other of tiles.slice(index + 1)) {
            const wide =
              Math.min(tile.left + tile.width, other.left + other.width) -
              Math.max(tile.left, other.left);
            const high =
              Math.min(tile.top + tile.height, other.top + other.height) -
              Math.max(tile.top, other.top);
            expect(Math.min(wide, high)).toBeLessThanOrEqual(1e-9);
          }
        }
      },
    ),
    { numRuns: 60 },
  );
});

test("equal values make tiles that are nearly square", () => {
  for (const { width, height } of layOutTiles(Array(12).fill(1), 3)) {
    const ratio = (width * 3) / height;
    expect(Math.max(ratio, 1 / ratio)).toBeLessThan(1.7);
  }
});

test("nothing takes no room", () => {
  expect(layOutTiles([], 2)).toEqual([]);
  expect(layOutTiles([0], 2)).toEqual([
    { left: 0, top: 0, width: 0, height: 0 },
  ]);
});
