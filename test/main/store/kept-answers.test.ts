import { setImmediate as turn } from "node:timers/promises";
import { expect, test } from "vitest";
import { createKeptAnswers } from "../../../main/store/kept-answers.ts";
import { stillAsked } from "../../../main/store/still-asked.ts";

function kept(most: number) {
  let revision = 1;
  const asked: string[] = [];
  const ask = createKeptAnswers(most, () => revision).of(
    async (name: string, fails: boolean) => {
      asked.push(name);
      await Promise.resolve();
      if (fails) throw new Error(name);
      return `${name} ${String(revision)}`;
    },
  );
  return { ask, asked, change: () => (revision += 1) };
}

test("who asks at the same time or later has the same answer until something changes", async () => {
  const { ask, asked, change } = kept(10);
  expect(await Promise.all([ask("one", false), ask("one", false)])).toEqual([
    "one 1",
    "one 1",
  ]);
  await ask("other", false);
  await ask("one", false);
  expect(asked).toEqual(["one", "other"]);
  change();
  expect(await ask("one", false)).toBe("one 2");
});

test("what failed is tried again, and the answer asked for longest ago is forgotten", async () => {
  const { ask, asked } = kept(2);
  await expect(ask("one", true)).rejects.toThrow("one");
  await expect(ask("one", true)).rejects.toThrow("one");
  for (const name of ["a", "b", "a", "c", "a", "b"]) await ask(name, false);
  expect(asked).toEqual(["one", "one", "a", "b", "c", "b"]);
});

test("who shares an answer with somebody who has gone is answered all the same", async () => {
  let times = 0;
  const find = createKeptAnswers(10, () => 1).of(async () => {
    times++;
    await turn();
    stillAsked.check();
    return 7;
  });
  const gone = () => new Int32Array(new SharedArrayBuffer(4));
  const first = gone();
  const left = stillAsked.while(first, find);
  const waits = stillAsked.while(gone(), find);
  // As in the window of the desktop, which never goes.
  const stays = stillAsked.while(null, find);
  Atomics.store(first, 0, 1);
  await expect(left).rejects.toMatchObject({ code: "asker.gone" });
  expect(await Promise.all([waits, stays])).toEqual([7, 7]);
  expect(times).toBe(2);
});
