import { readFileSync } from "node:fs";
import { randomBytes } from "node:crypto";
import type { Confinement } from "../web-preferences.ts";
import { bridgeValues } from "./bridge-values.ts";
import { mainWorld } from "./main-world.ts";
import type { PreloadSettings } from "./preload-world.ts";
import { preloadWorld } from "./preload-world.ts";
import { structuredText } from "./structured-text.ts";

/** Name of the world beside the page in which the preload runs. */
export const preloadWorldName = "Electron Isolated Context";

export interface PageScript {
  readonly source: string;
  readonly worldName?: string;
}

/**
 * What is to run in each new document before its own scripts, in this order.
 * @param binding name of the function through which the preload's world speaks to the main process
 */
export function pageScripts(
  confinement: Confinement,
  binding: string,
): PageScript[] {
  const greeting = `stand-in-${randomBytes(8).toString("hex")}`;
  const scripts: PageScript[] = [
    {
      source: `(${mainWorld.toString()})(${JSON.stringify(greeting)}, ${bridgeValues.toString()})`,
    },
  ];
  if (confinement.node) {
    scripts.push({
      source: `window.require = (name) => ({ standIn: name }); window.process = { versions: ${JSON.stringify(process.versions)} };`,
    });
  }
  if (confinement.preload === undefined) return scripts;
  const settings: PreloadSettings = {
    greeting,
    binding,
    isolated: confinement.isolated,
    sandboxed: confinement.sandboxed,
    subFrames: confinement.subFrames,
    platform: process.platform,
    versions: { electron: process.versions["electron"] },
  };
  const preload = `function (require, module, exports, process) {\n${readFileSync(confinement.preload, "utf8")}\n}`;
  scripts.push({
    source: `(${preloadWorld.toString()})(${JSON.stringify(settings)}, (${structuredText.toString()})(), ${bridgeValues.toString()}, ${preload})`,
    ...(confinement.isolated ? { worldName: preloadWorldName } : {}),
  });
  return scripts;
}
