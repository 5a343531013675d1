import type { Ref } from "vue";
import { onUnmounted, shallowRef, watch } from "vue";
import { createRowWindow, type RowRange } from "./row-window.ts";

export interface RowWindowInput {
  readonly rows: () => number;
  readonly rowHeight: () => number;
  /** Pixels at the top of the scroller that stay in place, over the rows. */
  readonly header: number;
  /** Called with the rows to be drawn whenever they change. */
  readonly onRange?: (range: RowRange) => void;
}

/** The rows to draw, and where. */
export interface Drawn extends RowRange {
  /** Height of the inside of the scroller. */
  readonly height: number;
  /** Where the first of them stands. */
  readonly top: number;
}

const nothing: Drawn = { first: 0, end: 0, height: 0, top: 0 };

/** Keeps the rows to draw in step with a scroller of the page. */
export function useRowWindow(
  scroller: Readonly<Ref<HTMLElement | null>>,
  { rows, rowHeight, header, onRange }: RowWindowInput,
) {
  const drawn = shallowRef<Drawn>(nothing);
  let window = createRowWindow({ rowHeight: rowHeight(), overscan: 12 });

  const viewOf = (element: HTMLElement): number =>
    Math.max(0, element.clientHeight - header);

  function draw(): void {
    const { first, end } = window.range();
    const height = window.height();
    const top = window.topOf(first);
    const before = drawn.value;
    if (
      before.first === first &&
      before.end === end &&
      before.height === height &&
      before.top === top
    )
      return;
    drawn.value = { first, end, height, top };
    onRange?.({ first, end });
  }

  function place(element: HTMLElement, top: number): void {
    draw();
    if (Math.abs(element.scrollTop - top) < 1) return;
    // The scroller has to be tall enough before it can stand there.
    requestAnimationFrame(() => {
      element.scrollTop = top;
    });
  }

  function measure(): void {
    const element = scroller.value;
    if (element === null) return;
    place(element, window.resize(rows(), viewOf(element)));
  }

  function onScroll(): void {
    const element = scroller.value;
    if (element === null) return;
    const top = element.scrollTop;
    const wanted = window.scrolled(top);
    if (Math.abs(wanted - top) >= 1) element.scrollTop = wanted;
    draw();
  }

  const observer = new ResizeObserver(measure);
  watch(scroller, (element, before) => {
    if (before) observer.unobserve(before);
    if (element) observer.observe(element);
  });
  watch(rows, measure);
  watch(rowHeight, (height) => {
    const { first } = window.inSight();
    window = createRowWindow({ rowHeight: height, overscan: 12 });
    measure();
    reveal(first);
  });
  onUnmounted(() => {
    observer.disconnect();
  });

  function reveal(row: number): void {
    const element = scroller.value;
    if (element === null || row < 0 || row >= rows()) return;
    place(element, window.reveal(row));
  }

  return {
    drawn,
    onScroll,
    /** Moves as little as possible so that a row is seen. */
    reveal,
    /** Goes back to the first row. */
    toStart(): void {
      if (rows() > 0) reveal(0);
    },
    /** Whole rows that fit into the view. */
    rowsInView(): number {
      const element = scroller.value;
      return element === null
        ? 1
        : Math.max(1, Math.floor(viewOf(element) / rowHeight()));
    },
    /** Rows that are seen, at least in part. */
    inSight: () => window.inSight(),
  };
}
