import { parentPort, workerData } from "node:worker_threads";
import { findPackedFile } from "../archives/package-tree.ts";
import { AppError, toErrorView } from "../domain/errors.ts";
import { compareRuns, incompleteItems } from "./compare-runs.ts";
import { listFolderOf } from "./list-package-folder.ts";
import type { Question, QuestionNews, QuestionReply } from "./questions.ts";
import { runsWithItem } from "./runs-with-item.ts";

const port = parentPort;
if (port === null) throw new Error("this file is a thread entry");
const send = (message: QuestionReply | QuestionNews): void => {
  port.postMessage(message);
};
const cancel = new AbortController();
port.once("message", () => {
  cancel.abort(new AppError("run.cancelled", "It was stopped."));
});
/** Somebody looks at it now and then; every item would be too often. Milliseconds. */
const tellEvery = 100;
let told = 0;
function tell(progress: QuestionNews["progress"]): void {
  if (performance.now() - told < tellEvery) return;
  told = performance.now();
  send({ progress });
}

async function answer(question: Question) {
  switch (question.kind) {
    case "comparison":
      return compareRuns(question);
    case "incomplete":
      return incompleteItems(question);
    case "file-check":
      return (await import("./check-files.ts")).checkFiles(
        question,
        cancel.signal,
        (files) => {
          tell({ files });
        },
      );
    case "look":
      return (await import("./look-into-source.ts")).lookIntoSource(question);
    case "with-item":
      return runsWithItem(question);
    case "rehearsal":
      // Loaded when it is needed: the other questions have no use for all that reads packages.
      return (await import("./rehearse.ts")).rehearse({
        ...question,
        signal: cancel.signal,
        onProgress: tell,
      });
    case "folder":
      return listFolderOf(question);
    case "file":
      return findPackedFile(question.archive, question.path);
    case "check":
      return (await import("./check-package.ts")).checkPackage({
        ...question,
        signal: cancel.signal,
        onProgress: tell,
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
