import type { WebPreferences } from "electron";
import { app } from "./app.ts";

/** What a window's page gets, after Electron's own defaults and rules. */
export interface Confinement {
  readonly preload: string | undefined;
  readonly isolated: boolean;
  readonly sandboxed: boolean;
  /** Whether the page itself finds Node's globals. */
  readonly node: boolean;
  readonly subFrames: boolean;
}

/** @throws Error for a preference that the stand-in cannot give */
export function confinementOf(preferences: WebPreferences): Confinement {
  const beyond = [
    preferences.webSecurity === false && "webSecurity: false",
    preferences.allowRunningInsecureContent === true &&
      "allowRunningInsecureContent: true",
    preferences.webviewTag === true && "webviewTag: true",
    preferences.experimentalFeatures === true && "experimentalFeatures: true",
  ].filter((name) => name !== false);
  if (beyond.length > 0)
    throw new Error(`The stand-in has no ${beyond.join(", ")}.`);
  const isolated = preferences.contextIsolation ?? true;
  const wantsNode = preferences.nodeIntegration ?? false;
  const sandboxed = app.sandboxed || (preferences.sandbox ?? !wantsNode);
  return {
    preload: preferences.preload,
    isolated,
    sandboxed,
    node: wantsNode && !sandboxed && !isolated,
    subFrames: preferences.nodeIntegrationInSubFrames ?? false,
  };
}
