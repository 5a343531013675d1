import type { Preflight, Range } from "../domain/preflight.ts";
import { count, exitCodes, formatBytes, type Output } from "./output.ts";

const named = 3;

/**
 * Says what an export would do, and what would be in its way.
 * @returns the exit code: failed when it could not be made, warnings when something would be missing
 */
export function tellPreflight(
  output: Output,
  found: Preflight,
  strict: boolean,
): number {
  output.result(found);
  output.line(
    `${count(found.items, "item")} with ${count(found.files, "file")}, ${formatBytes(found.bytes)}.`,
  );
  output.line(
    `The archive will take ${range(found.archive, formatBytes)}${found.volumes === null ? "" : `, in ${range(found.volumes, String)} volumes`}.`,
  );
  if (found.time !== null)
    output.line(
      `It will take about ${duration(found.time.seconds)}, as ${found.time.runs === 1 ? "the last export" : `the last ${count(found.time.runs, "export")}`} in this format did.`,
    );
  const notes = [...leftOut(found), ...restricted(found), ...places(found)];
  for (const note of notes) output.line(note);
  for (const kind of found.losses.kinds) {
    const objects = kind.first
      .slice(0, named)
      .map(({ uuid, handle }) => handle ?? uuid);
    output.line(
      `${kind.severity} ${kind.code}, ${count(kind.count, "time")}: ${kind.message} ${kind.action} (${objects.join(", ")}${kind.count > objects.length ? ", …" : ""})`,
    );
  }
  if (found.losses.looked < found.items)
    output.line(
      `${count(found.losses.looked, "item")} of them were looked at one by one; --thorough looks at all.`,
    );
  for (const fault of store(found)) output.line(fault);
  if (found.hindrance !== null) {
    output.note(found.hindrance.message);
    return exitCodes.failed;
  }
  if (found.places.some(({ enough }) => !enough)) return exitCodes.failed;
  const lossy = found.losses.kinds.some(({ severity }) => severity !== "note");
  if (found.store.missing + found.store.wrongSize === 0 && !lossy)
    return exitCodes.done;
  return strict ? exitCodes.failed : exitCodes.warnings;
}

function range({ least, most }: Range, say: (value: number) => string): string {
  const [low, high] = [say(least), say(most)];
  return low === high ? low : `${low} to ${high}`;
}

function duration(seconds: number): string {
  if (seconds < 90) return count(seconds, "second");
  const minutes = Math.round(seconds / 60);
  return minutes < 90
    ? count(minutes, "minute")
    : count(Math.round(minutes / 60), "hour");
}

function leftOut(found: Preflight): string[] {
  const told = (number: number, what: string) =>
    number === 0 ? [] : [`Left out: ${count(number, "item")} ${what}.`];
  return [
    ...told(found.withdrawnLeftOut, "withdrawn"),
    ...told(found.unfinishedLeftOut, "neither archived nor withdrawn"),
  ];
}

function restricted({ restricted: { choice, ...found } }: Preflight): string[] {
  if (found.files === 0) return [];
  const embargoed =
    found.embargoed === 0 ? "" : `, ${String(found.embargoed)} under embargo`;
  const what = `${count(found.files, "file")} (${formatBytes(found.bytes)}) that not everybody may read${embargoed}`;
  return [
    choice === "leave-out" ? `Left out: ${what}.` : `Taken along: ${what}.`,
  ];
}

function places(found: Preflight): string[] {
  return found.places.map(({ path, free, needed, enough }) =>
    free === null
      ? `${path} cannot be reached.`
      : enough
        ? `${path} has room: ${formatBytes(free)} are free.`
        : `${path} has too little room: ${formatBytes(free)} are free, up to ${formatBytes(needed)} are needed.`,
  );
}

function store({ store: found, files }: Preflight): string[] {
  const faults = [
    [found.missing, "missing"],
    [found.wrongSize, "not as large as it should be"],
  ] as const;
  const told = faults
    .filter(([number]) => number > 0)
    .map(
      ([number, what]) =>
        `${count(number, "file")} of the store: ${what}. \`holdall doctor\` names them.`,
    );
  if (found.looked < files)
    told.push(`Only ${count(found.looked, "file")} were looked for.`);
  return told;
}
