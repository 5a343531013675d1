import { AsyncLocalStorage } from "node:async_hooks";
import { AppError } from "../domain/errors.ts";

/** Not 0 as soon as nobody waits for an answer any more; another thread sets it. */
export type Gone = Int32Array<SharedArrayBuffer>;

const storage = new AsyncLocalStorage<Gone>();
const failure = "asker.gone";

/** What takes long asks now and then whether somebody still waits for it. */
export const stillAsked = {
  /**
   * Finds an answer for somebody who may go away meanwhile.
   * @param gone null: they stay, but may share an answer with somebody who goes
   * @throws AppError asker.gone when they have, and what `find` throws
   */
  async while<Answer>(
    gone: Gone | null,
    find: () => Promise<Answer>,
  ): Promise<Answer> {
    const flag = gone ?? new Int32Array(new SharedArrayBuffer(4));
    for (;;) {
      try {
        return await storage.run(flag, () => {
          stillAsked.check();
          return find();
        });
      } catch (error) {
        // Who waited for the same answer as somebody who has gone begins anew.
        const isOfAnother =
          error instanceof AppError &&
          error.code === failure &&
          Atomics.load(flag, 0) === 0;
        if (!isOfAnother) throw error;
      }
    }
  },
  /** To be called where leaving off does no harm to what others share. @throws AppError asker.gone */
  check(): void {
    const gone = storage.getStore();
    if (gone !== undefined && Atomics.load(gone, 0) !== 0)
      throw new AppError(failure, "Nobody waits for the answer any more.");
  },
};
