import { contextBridge, ipcRenderer, webUtils } from "electron";
import type { Holdall, Wish } from "./contract.ts";

/** What was asked before the page listened: it is loaded before its program has run. */
const unheeded: Wish[] = [];
let heeded = false;
ipcRenderer.on("holdall:wish", (_: unknown, wish: Wish) => {
  if (!heeded) unheeded.push(wish);
});

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
  heed(listener) {
    const hear = (_: unknown, wish: Wish): void => {
      listener(wish);
    };
    ipcRenderer.on("holdall:wish", hear);
    heeded = true;
    for (const wish of unheeded.splice(0)) listener(wish);
    return () => void ipcRenderer.off("holdall:wish", hear);
  },
};

contextBridge.exposeInMainWorld("holdall", holdall);
