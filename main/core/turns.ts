/** Lets what is done to one thing, known by a number, happen one after the other; other things do not wait for it. */
export function createTurns() {
  const turns = new Map<number, Promise<unknown>>();

  return async function inTurn<Result>(
    id: number,
    work: () => Promise<Result>,
  ): Promise<Result> {
    const before = turns.get(id) ?? Promise.resolve();
    const turn = before.then(work, work);
    turns.set(id, turn);
    try {
      return await turn;
    } finally {
      if (turns.get(id) === turn) turns.delete(id);
    }
  };
}
