/** A rectangle in shares of the whole, from 0 to 1. */
export interface Tile {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Fills a rectangle with tiles whose areas are as the values, each as square as can be (the squarified treemap of Bruls,
 * Huizing and van Wijk).
 * @param values positive, the greatest first
 * @param aspect width of the rectangle divided by its height
 */
export function layOutTiles(
  values: readonly number[],
  aspect: number,
): readonly Tile[] {
  const total = values.reduce((sum, value) => sum + value, 0);
  if (total <= 0) return values.map(() => empty);
  const tiles: Tile[] = [];
  // Worked out in a rectangle of this width and the height 1, so that squares are squares.
  let free = { left: 0, top: 0, width: aspect, height: 1 };
  const areas = values.map((value) => (value / total) * aspect);
  let next = 0;
  while (next < areas.length) {
    const side = Math.min(free.width, free.height);
    let count = 1;
    let sum = areas[next] ?? 0;
    let worst = narrowest([sum], sum, side);
    for (;;) {
      const one = areas[next + count];
      if (one === undefined) break;
      const row = areas.slice(next, next + count + 1);
      const now = narrowest(row, sum + one, side);
      if (now > worst) break;
      worst = now;
      sum += one;
      count += 1;
    }
    const upright = free.width >= free.height;
    // The last row takes what is left, so that no rounding shows.
    const depth =
      next + count === areas.length
        ? Math.max(free.width, free.height)
        : side > 0
          ? sum / side
          : 0;
    let along = 0;
    for (const area of areas.slice(next, next + count)) {
      const length = (area / sum) * side;
      tiles.push(
        inShares(
          upright
            ? {
                left: free.left,
                top: free.top + along,
                width: depth,
                height: length,
              }
            : {
                left: free.left + along,
                top: free.top,
                width: length,
                height: depth,
              },
          aspect,
        ),
      );
      along += length;
    }
    free = upright
      ? {
          ...free,
          left: free.left + depth,
          width: Math.max(0, free.width - depth),
        }
      : {
          ...free,
          top: free.top + depth,
          height: Math.max(0, free.height - depth),
        };
    next += count;
  }
  return tiles;
}

const empty: Tile = { left: 0, top: 0, width: 0, height: 0 };

/** How far the least square tile of a row is from a square; 1 is a square. */
function narrowest(row: readonly number[], sum: number, side: number): number {
  const greatest = Math.max(...row);
  const least = Math.min(...row);
  return Math.max(
    (side * side * greatest) / (sum * sum),
    (sum * sum) / (side * side * least),
  );
}

function inShares(tile: Tile, aspect: number): Tile {
  return { ...tile, left: tile.left / aspect, width: tile.width / aspect };
}
