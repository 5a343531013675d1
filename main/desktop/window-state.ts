import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { BrowserWindow, Rectangle } from "electron";
import { screen } from "electron";
import { Type } from "typebox";
import { Check } from "typebox/value";

export interface WindowState {
  readonly bounds: Rectangle;
  readonly maximized: boolean;
}

const whole = Type.Integer({ minimum: -100_000, maximum: 100_000 });
const schema = Type.Object({
  bounds: Type.Object({ x: whole, y: whole, width: whole, height: whole }),
  maximized: Type.Boolean(),
});

/** How much of a window must be on a screen for somebody to take hold of it, in points. */
const handhold = 64;

function canBeSeen(bounds: Rectangle): boolean {
  const { workArea } = screen.getDisplayMatching(bounds);
  const width =
    Math.min(bounds.x + bounds.width, workArea.x + workArea.width) -
    Math.max(bounds.x, workArea.x);
  return (
    width >= handhold &&
    bounds.y >= workArea.y - 1 &&
    bounds.y <= workArea.y + workArea.height - handhold
  );
}

/**
 * Where the window was when it was closed last; null when that is not known, or where no screen is any more.
 * @param file path of the file that {@link keepWindowState} writes
 */
export function readWindowState(file: string): WindowState | null {
  let read: unknown;
  try {
    read = JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return null;
  }
  return Check(schema, read) && canBeSeen(read.bounds) ? read : null;
}

/** Writes down where the window is when it is closed. */
export function keepWindowState(window: BrowserWindow, file: string): void {
  window.on("close", () => {
    const state: WindowState = {
      bounds: window.getNormalBounds(),
      maximized: window.isMaximized(),
    };
    try {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, JSON.stringify(state));
    } catch {
      // A window that opens in its usual place the next time is no reason to keep this one from closing.
    }
  });
}
