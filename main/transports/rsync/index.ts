import { posix } from "node:path";
import { randomUUID } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineTransport } from "../define-transport.ts";
import type { Place } from "../member.ts";
import { checkOutgoing } from "../outgoing-content.ts";
import { below } from "../settings.ts";
import { alreadyThere, arrivedChanged } from "../target-errors.ts";
import { temporaryName } from "../temporary-name.ts";
import { checkDestination, displayed } from "./destination.ts";
import { rsyncArguments, settings, type Settings } from "./rsync-arguments.ts";
import { findRsync, runRsync } from "./run-rsync.ts";

type RsyncPlace = Place<Settings, "password">;

/** Runs rsync against the target. @returns what it wrote, line by line */
function run(
  place: RsyncPlace,
  args: readonly string[],
  onBytes?: (bytes: number) => void,
): Promise<readonly string[]> {
  return runRsync({
    args: [...rsyncArguments(place.settings, place.patience), ...args],
    name: displayed(place.settings.destination),
    password: place.secrets.password,
    signal: place.signal,
    onBytes,
  });
}

/** Bytes of a file on the target; null when there is none. */
async function remoteSize(
  place: RsyncPlace,
  name: string,
): Promise<number | null> {
  const lines = await run(place, [
    "--list-only",
    "--ignore-missing-args",
    "--",
    below(place.settings.destination, name),
  ]).catch((error: unknown) => {
    // Older ones have no word for "if it is there".
    if (isMissing(error)) return [];
    throw error;
  });
  for (const line of lines) {
    const size = /^([-dlrwxstST]{10})\s+(\d+)\s/.exec(line);
    if (size !== null)
      return size[1]?.startsWith("-") === true ? Number(size[2]) : -1;
  }
  return null;
}

function isMissing(error: unknown): boolean {
  return (
    error instanceof Error &&
    error.cause instanceof Error &&
    /(link_stat|change_dir) .* failed: No such file/.test(error.cause.message)
  );
}

/** Removes a file or folder by its name: what an empty folder does not have goes, all but this one is spared. */
async function remove(place: RsyncPlace, path: string): Promise<void> {
  const { dir, base } = posix.parse(path);
  const empty = await mkdtemp(join(tmpdir(), "holdall-empty-"));
  try {
    await run(place, [
      "--recursive",
      "--delete",
      `--include=/${base}`,
      `--include=/${base}/**`,
      "--exclude=*",
      "--",
      `${empty}/`,
      `${below(place.settings.destination, dir)}/`,
    ]);
  } finally {
    await rm(empty, { recursive: true });
  }
}

/** Hands files to rsync, which compares what is there, sends what is missing and checks the result itself. */
export const rsyncTransport = defineTransport({
  id: "rsync",
  title: "rsync",
  settings,
  secrets: { password: "Password of the rsync server" },
  summary: ({ destination }) => displayed(destination),
  check({ destination }) {
    checkDestination(destination);
  },
  async lacks() {
    return findRsync();
  },
  async deliver(parcel) {
    const name = displayed(parcel.settings.destination);
    for (const file of parcel.files) {
      const taken = await remoteSize(parcel, file.name);
      // What arrived unnoticed is compared by rsync, and not sent again.
      const unnoticed =
        parcel.recall(file) !== undefined && taken === file.size;
      if (taken !== null && parcel.existing === "refuse" && !unnoticed)
        throw alreadyThere(name, file.name);
      parcel.remember(file, "sending");
      await checkOutgoing(file, parcel.signal);
      await run(
        parcel,
        [
          "--ignore-times",
          "--times",
          `--partial-dir=${temporaryName(file)}`,
          "--info=progress2",
          ...(file.name.includes("/") ? ["--mkpath"] : []),
          "--",
          file.path,
          below(parcel.settings.destination, file.name),
        ],
        (bytes) => {
          parcel.progressed(file, Math.min(bytes, file.size));
        },
      );
      if ((await remoteSize(parcel, file.name)) !== file.size)
        throw arrivedChanged(name, file.name);
      parcel.arrived(file, {
        location: below(name, file.name),
        size: file.size,
        compared: ["checksum", "size"],
      });
    }
  },
  async test(place, checked) {
    const name = displayed(place.settings.destination);
    const folder = await mkdtemp(join(tmpdir(), "holdall-probe-"));
    const probe = `.holdall-${randomUUID()}.part`;
    try {
      await mkdir(join(folder, "probe"));
      const path = join(folder, "probe", probe);
      await writeFile(path, "Holdall was here; this file can be removed.\n");
      await run(place, ["--", path, below(place.settings.destination, probe)]);
      await remove(place, probe);
    } finally {
      await rm(folder, { recursive: true });
    }
    checked(`A file was sent to ${name} and removed again.`);
  },
  async discard(parcel) {
    for (const file of parcel.files) {
      await remove(
        parcel,
        posix.join(posix.dirname(file.name), temporaryName(file)),
      );
    }
  },
});
