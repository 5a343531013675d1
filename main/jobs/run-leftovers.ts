import { rm } from "node:fs/promises";
import { packers } from "../packers/index.ts";
import {
  archivePath,
  partsBeside,
  runFolder,
  workFolder,
} from "./export-paths.ts";
import { forgetMemory } from "./run-memory.ts";
import type { JobStart } from "./protocol.ts";

/** Removes what a run needed only while it ran; a run that gave no archive leaves nothing. */
export async function removeLeftovers(
  { run, request, paths }: Pick<JobStart, "run" | "request" | "paths">,
  failed: boolean,
): Promise<void> {
  await rm(workFolder(paths.exports, run.uuid), {
    recursive: true,
    force: true,
  });
  if (failed) forgetMemory(paths.exports, run.uuid);
  if (request.kind !== "export") {
    await rm(runFolder(paths.exports, run.uuid), {
      recursive: true,
      force: true,
    });
    return;
  }
  if (failed || request.out !== null) {
    const extension =
      packers.find((packer) => packer.id === request.options.packer)
        ?.extension ?? "";
    const archive = archivePath(paths.exports, run.uuid, request, extension);
    for (const part of partsBeside(archive, run.uuid))
      await rm(part, { recursive: true, force: true });
    await rm(runFolder(paths.exports, run.uuid), {
      recursive: true,
      force: true,
    });
  }
}
