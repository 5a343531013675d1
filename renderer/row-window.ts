/** Taller than this, in pixels, browsers stop drawing: Firefox ends at 17.8 million, Chromium at 33.5. */
const tallest = 8_000_000;

export interface RowWindowOptions {
  /** Height of every row in pixels. */
  readonly rowHeight: number;
  /** Rows kept ready above and below what is seen. */
  readonly overscan: number;
}

export interface RowRange {
  readonly first: number;
  /** Not itself in the range. */
  readonly end: number;
}

/**
 * Which of very many rows of one height are in sight, and where they stand.
 *
 * A list that would be taller than browsers can draw is shown in a shorter scroller. Its rows stand `offset` pixels
 * higher than they would; a small step moves by just that step, a long one (the scroll bar dragged) goes to that share
 * of the list. Where a small step crosses from one stretch of the list to the next, the scroller is moved along
 * unnoticed.
 */
export function createRowWindow({ rowHeight, overscan }: RowWindowOptions) {
  let rows = 0;
  let view = 0;
  let full = 0;
  let height = 0;
  let stretch = 0;
  let stretches = 1;
  let shift = 0;
  let offset = 0;
  /** Where the scroller stood last. */
  let stood = 0;

  /** Puts the point `y` of the full list at the top. @returns where the scroller has to stand */
  function stand(y: number): number {
    const at = Math.max(0, Math.min(y, full - view));
    const index =
      stretches === 1 ? 0 : Math.min(stretches - 1, Math.floor(at / stretch));
    offset = Math.round(index * shift);
    stood = at - offset;
    return stood;
  }

  return {
    /** Takes a new number of rows or a new height of the view. @returns where the scroller has to stand */
    resize(newRows: number, newView: number): number {
      const at = stood + offset;
      rows = newRows;
      view = newView;
      full = rows * rowHeight;
      height = Math.min(full, tallest);
      if (full <= tallest) {
        stretch = full;
        stretches = 1;
        shift = 0;
      } else {
        stretch = tallest / 100;
        stretches = Math.floor(full / stretch);
        shift = (full - height) / (stretches - 1);
      }
      return stand(at);
    },

    /** Height of what is inside the scroller. */
    height: (): number => height,

    /** The scroller stands at `top` now. @returns where it has to stand instead, or the same */
    scrolled(top: number): number {
      const step = top - stood;
      if (step === 0) return top;
      if (stretches === 1 || Math.abs(step) < view) return stand(top + offset);
      stood = top;
      const share = top / Math.max(1, height - view);
      const index = Math.min(
        stretches - 1,
        Math.floor((share * (full - view)) / stretch),
      );
      offset = Math.round(index * shift);
      return top;
    },

    /** The rows to draw. Their number stays the same while the view does. */
    range(): RowRange {
      const at = stood + offset;
      const count = Math.min(
        rows,
        Math.ceil(view / rowHeight) + 1 + 2 * overscan,
      );
      const wanted = Math.floor(at / rowHeight) - overscan;
      const first = Math.max(0, Math.min(wanted, rows - count));
      return { first, end: first + count };
    },

    /** Rows that are seen at least in part. */
    inSight(): RowRange {
      const at = stood + offset;
      const first = Math.max(0, Math.min(rows, Math.floor(at / rowHeight)));
      return { first, end: Math.min(rows, Math.ceil((at + view) / rowHeight)) };
    },

    /** Where a row stands inside the scroller, in pixels. */
    topOf: (row: number): number => row * rowHeight - offset,

    /** Moves as little as possible so that the whole row is seen. @returns where the scroller has to stand */
    reveal(row: number): number {
      const at = stood + offset;
      const top = row * rowHeight;
      if (top < at) return stand(top);
      if (top + rowHeight > at + view) return stand(top + rowHeight - view);
      return stood;
    },
  };
}
