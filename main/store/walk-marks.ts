import { setImmediate as turn } from "node:timers/promises";
import { stillAsked } from "./still-asked.ts";
import type { Position } from "./item-position.ts";

/** A mark is kept for every so many positions; half as many are passed over on the way to a page. */
export const markEvery = 250;
/** Walks whose marks are kept. */
const kept = 20;

interface Marks {
  /** Where to go on for position number `index`, and how many to pass over from there. */
  before(
    index: number,
  ): Promise<{ readonly position: Position | null; readonly rest: number }>;
}

type Leap = (after: Position | null, steps: number) => Position | null;

/** Leaps taken in one go; other work of the thread gets its turn in between. */
const leaps = 50;

/**
 * Remembers where some positions of a walk are, so that any place in it can be reached without walking there
 * again. Each walk is walked once, as far as somebody asks.
 */
export function createWalkMarks() {
  const walks = new Map<string, Marks>();
  return {
    /**
     * @param walk starts at the beginning; only called for a walk that is not known yet
     * @param leap goes so many steps of the walk at once; absent where that is not possible
     */
    of(
      name: string,
      walk: () => AsyncGenerator<readonly Position[]>,
      leap?: Leap,
    ): Marks {
      const known =
        walks.get(name) ??
        (leap === undefined ? marksOf(walk()) : leaptMarks(leap));
      walks.delete(name);
      walks.set(name, known);
      for (const oldest of walks.keys()) {
        if (walks.size <= kept) break;
        walks.delete(oldest);
      }
      return known;
    },
  };
}

function marksOf(walk: AsyncGenerator<readonly Position[]>): Marks {
  const marks: Position[] = [];
  let seen = 0;
  let last: Position | null = null;
  let ended = false;
  let queue = Promise.resolve();

  async function extend(index: number): Promise<void> {
    while (!ended && marks.length * markEvery + markEvery <= index) {
      // Before the walk, not in it: others go on where it is.
      stillAsked.check();
      const step = await walk.next();
      if (step.done === true) {
        ended = true;
        return;
      }
      for (const position of step.value) {
        last = position;
        if (++seen % markEvery === 0) marks.push(position);
      }
    }
  }

  return {
    async before(index) {
      // One walk has one walker; who comes later waits, and finds the marks made.
      const turn = queue.then(() => extend(index));
      queue = turn.catch(() => undefined);
      await turn;
      if (ended && index >= seen) return { position: last, rest: 0 };
      const number = Math.min(Math.floor(index / markEvery), marks.length);
      return {
        position: number === 0 ? null : (marks[number - 1] ?? null),
        rest: index - number * markEvery,
      };
    },
  };
}

function leaptMarks(leap: Leap): Marks {
  const marks: Position[] = [];
  let ended = false;
  let queue = Promise.resolve();

  async function extend(index: number): Promise<void> {
    while (!ended && marks.length * markEvery + markEvery <= index) {
      const mark = leap(marks.at(-1) ?? null, markEvery);
      if (mark === null) ended = true;
      else marks.push(mark);
      if (marks.length % leaps === 0) {
        await turn();
        stillAsked.check();
      }
    }
  }

  return {
    async before(index) {
      const mine = queue.then(() => extend(index));
      queue = mine.catch(() => undefined);
      await mine;
      const number = Math.min(Math.floor(index / markEvery), marks.length);
      return {
        position: number === 0 ? null : (marks[number - 1] ?? null),
        rest: index - number * markEvery,
      };
    },
  };
}
