/**
 * Answers may come in another order than they were asked for. Whoever reads the same thing again and again asks here
 * before taking one: after a newer one it would put back what has changed since.
 * @returns to be called when something is asked for; gives what tells, once, whether its answer is to be taken
 */
export function newestAnswer(): () => () => boolean {
  let asked = 0;
  let taken = 0;
  return () => {
    asked += 1;
    const mine = asked;
    return () => {
      if (mine < taken) return false;
      taken = mine;
      return true;
    };
  };
}
