import type { Run, RunProgress } from "../domain/run.ts";
import { formatBytes } from "./output.ts";

const width = 24;
const verbs: Record<RunProgress["phase"], string> = {
  waiting: "waiting",
  planning: "planning",
  reading: "reading",
  packing: "packing",
  closing: "closing",
  verifying: "verifying",
  summing: "summing",
  finished: "finished",
};

export interface ProgressBar {
  show(run: Pick<Run, "progress">): void;
  /** Removes the bar from the screen. */
  clear(): void;
}

/** A progress bar on stderr; on anything but a terminal it shows nothing. */
export function createProgressBar(enabled: boolean): ProgressBar {
  const screen = process.stderr;
  if (!enabled || !screen.isTTY)
    return { show: () => undefined, clear: () => undefined };
  let phase = "";
  let since = performance.now();
  return {
    show({ progress }) {
      if (progress.phase !== phase) {
        phase = progress.phase;
        since = performance.now();
      }
      screen.write(
        `\r\u001b[2K${line(progress, (performance.now() - since) / 1000).slice(0, (screen.columns || 80) - 1)}`,
      );
    },
    clear() {
      screen.write("\r\u001b[2K");
    },
  };
}

/** One line: phase, bar, items, bytes, rate, time left. */
function line(progress: RunProgress, seconds: number): string {
  const { phase, items, itemsTotal, bytes, bytesTotal } = progress;
  const share =
    bytesTotal > 0
      ? bytes / bytesTotal
      : itemsTotal > 0
        ? items / itemsTotal
        : null;
  let text = verbs[phase].padEnd(10);
  if (share !== null) {
    const full = Math.round(Math.min(share, 1) * width);
    text += `[${"#".repeat(full)}${"-".repeat(width - full)}] ${String(Math.floor(Math.min(share, 1) * 100)).padStart(3)} %  `;
  }
  text +=
    itemsTotal > 0
      ? `${String(items)} of ${String(itemsTotal)} items`
      : `${String(items)} items`;
  if (bytes > 0) text += `, ${formatBytes(bytes)}`;
  if (seconds > 1 && bytes > 0) text += `, ${formatBytes(bytes / seconds)}/s`;
  if (seconds > 2 && share !== null && share > 0.01 && share < 1)
    text += `, ${formatSeconds((seconds / share) * (1 - share))} left`;
  return text;
}

function formatSeconds(seconds: number): string {
  if (seconds < 60) return `${String(Math.ceil(seconds))} s`;
  if (seconds < 3600)
    return `${String(Math.floor(seconds / 60))} min ${String(Math.round(seconds % 60))} s`;
  return `${String(Math.floor(seconds / 3600))} h ${String(Math.round((seconds % 3600) / 60))} min`;
}
