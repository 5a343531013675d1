import { expect, test } from "vitest";
import { AppError } from "../../../main/domain/errors.ts";
import { createQuestions } from "../../../main/jobs/questions.ts";

test("who is stopped while waiting leaves the line, and holds up nobody behind", async () => {
  const questions = createQuestions();
  const archive = "/nowhere/package.zip";
  const stop = new AbortController();
  const watch = { signal: stop.signal, onProgress: () => undefined };
  const asked = [
    questions.file({ archive, path: "a" }),
    questions.file({ archive, path: "b" }),
  ];
  const stopped = [
    questions.check({ archives: [archive], threads: 1 }, watch),
    questions.check({ archives: [archive], threads: 1 }, watch),
  ];
  asked.push(questions.file({ archive, path: "c" }));
  stop.abort(new AppError("run.cancelled", "It was stopped."));
  try {
    for (const one of stopped)
      await expect(one).rejects.toMatchObject({ code: "run.cancelled" });
    for (const one of await Promise.allSettled(asked))
      expect(one).toMatchObject({
        status: "rejected",
        reason: { code: "file.not-found" },
      });
  } finally {
    await questions.close();
  }
}, 20_000);

test("a question ends with whoever asked it, and holds up nobody behind", async () => {
  const leave = new AbortController();
  let leaving: AbortSignal | null = leave.signal;
  const questions = createQuestions(() => leaving);
  const ask = (path: string) =>
    questions.file({ archive: "/nowhere/package.zip", path });
  const left = Promise.allSettled(["a", "b", "c"].map(ask));
  leave.abort(new AppError("asker.gone", "Nobody waits any more."));
  leaving = null;
  const waits = ask("d");
  try {
    for (const one of await left)
      expect(one).toMatchObject({ reason: { code: "asker.gone" } });
    await expect(waits).rejects.toMatchObject({ code: "file.not-found" });
  } finally {
    await questions.close();
  }
}, 20_000);
