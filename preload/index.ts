import { contextBridge, ipcRenderer, webUtils } from "electron";
import type { Holdall } from "./contract.ts";

const holdall: Holdall = {
  invoke: (name, input) => ipcRenderer.invoke("holdall:invoke", name, input),
  listen(name, listener) {
    const hear = (
      _: unknown,
      announced: string,
      event: Parameters<typeof listener>[0],
    ): void => {
      if (announced === name) listener(event);
    };
    ipcRenderer.on("holdall:event", hear);
    return () => void ipcRenderer.off("holdall:event", hear);
  },
  pathOf: (file) => (file instanceof File ? webUtils.getPathForFile(file) : ""),
};

contextBridge.exposeInMainWorld("holdall", holdall);
