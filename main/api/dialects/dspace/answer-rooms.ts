/** Answers up to this size need no room that is kept: there is enough of them in what dies young. */
const small = 16 * 1024;
/** Larger rooms are given back to the system. */
const largest = 2 * 1024 * 1024;
/** Rooms that are kept for the next answer. */
const most = 16;

export type AnswerRooms = ReturnType<typeof createAnswerRooms>;

/**
 * Memory for long answers, used again and again. New memory for each would make the program look through all it has every
 * few dozen answers, during which nothing else is answered.
 */
export function createAnswerRooms() {
  const free: Buffer[] = [];
  return {
    /** Room for so many bytes or more; to be given back once it is sent. */
    take(size: number): Buffer {
      if (size <= small) return Buffer.allocUnsafe(size);
      const fitting = free.findIndex((room) => room.length >= size);
      const [found] = fitting < 0 ? [] : free.splice(fitting, 1);
      if (found !== undefined) return found;
      // Few sizes, so that one that is free mostly fits.
      return Buffer.allocUnsafeSlow(
        size > largest ? size : 2 ** Math.ceil(Math.log2(size)),
      );
    },
    giveBack(room: Buffer): void {
      if (room.length > small && room.length <= largest && free.length < most)
        free.push(room);
    },
  };
}
