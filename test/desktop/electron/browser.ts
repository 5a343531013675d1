import type { Chromium } from "./chromium.ts";

let started: (chromium: Chromium) => void;

/** The Chromium of this process, as soon as the application is ready. */
export const browser = new Promise<Chromium>((resolve) => {
  started = resolve;
});

export function setBrowser(chromium: Chromium): void {
  started(chromium);
}
