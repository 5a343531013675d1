import type { DevToolsSession } from "./devtools.ts";

/**
 * Answers `webUtils.getPathForFile`, which must answer at once: the preload stops at its `debugger` statement, and while
 * it stands there Chromium is asked where the file lies.
 */
export async function answerFilePaths(page: DevToolsSession): Promise<void> {
  page.on("Debugger.paused", ({ callFrames }) => {
    const [frame] = callFrames;
    if (frame?.functionName === "getPathForFile")
      void answer(page, frame.callFrameId);
    else void page.send("Debugger.resume");
  });
  await page.send("Debugger.enable");
}

async function answer(
  page: DevToolsSession,
  callFrameId: string,
): Promise<void> {
  try {
    const { result } = await page.send("Debugger.evaluateOnCallFrame", {
      callFrameId,
      expression: "file",
    });
    const { path } = await page.send("DOM.getFileInfo", {
      objectId: result.objectId ?? "",
    });
    await page.send("Debugger.evaluateOnCallFrame", {
      callFrameId,
      expression: `found.path = ${JSON.stringify(path)}`,
    });
  } finally {
    await page.send("Debugger.resume");
  }
}
