import { parentPort, workerData } from "node:worker_threads";
import { toErrorView } from "../domain/errors.ts";
import { compareRuns, incompleteItems } from "./compare-runs.ts";
import type { Question, QuestionReply } from "./questions.ts";

const port = parentPort;
if (port === null) throw new Error("this file is a thread entry");
const send = (reply: QuestionReply): void => {
  port.postMessage(reply);
};

async function answer(question: Question) {
  switch (question.kind) {
    case "comparison":
      return compareRuns(question);
    case "incomplete":
      return incompleteItems(question);
    case "rehearsal":
      // Loaded when it is needed: the other questions have no use for all that reads packages.
      return (await import("./rehearse.ts")).rehearse({
        ...question,
        signal: new AbortController().signal,
        onProgress: () => undefined,
      });
  }
}

try {
  send({ ok: true, value: await answer(workerData as Question) });
} catch (error) {
  send({ ok: false, error: toErrorView(error) });
} finally {
  port.close();
}
