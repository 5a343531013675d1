import { posix } from "node:path";
import type { Stats } from "ssh2";
import { AppError } from "../../domain/errors.ts";
import type { RemoteFolder } from "../remote-folder.ts";
import { alreadyThere, targetError } from "../target-errors.ts";
import type { SftpConnection } from "./connect-sftp.ts";
import { readSequentially, writePipelined } from "./transfer.ts";

const noSuchFile = 2;

/** Status code of an SFTP answer; 0 when it is none. */
function statusOf(error: unknown): number {
  return error instanceof Error &&
    "code" in error &&
    typeof error.code === "number"
    ? error.code
    : 0;
}

/**
 * Opens a folder of the server one is logged in to.
 * @throws AppError target.refused, target.interrupted
 */
export async function openSftpFolder(
  { ask }: SftpConnection,
  name: string,
  directory: string,
  signal: AbortSignal,
): Promise<RemoteFolder> {
  /** The failure of the connection, if that is what it is. */
  const ended = (error: unknown): Error | null => {
    if (error instanceof AppError) return error;
    if (signal.aborted) return cancelled();
    return error instanceof Error && error.message === "No response from server"
      ? targetError(
          "target.interrupted",
          name,
          `The connection to ${name} was lost.`,
          { cause: error },
        )
      : null;
  };
  const cancelled = () =>
    new AppError("run.cancelled", `The work with ${name} was cancelled.`);
  const refused = (error: unknown, message: string): Error =>
    ended(error) ??
    targetError("target.refused", name, message, { cause: error });

  /** What a path leads to; null when there is nothing. */
  const find = async (path: string): Promise<Stats | null> => {
    try {
      return await ask<Stats>((sftp, answer) => {
        sftp.lstat(path, answer);
      });
    } catch (error) {
      if (statusOf(error) === noSuchFile) return null;
      throw refused(error, `${path} on ${name} cannot be looked at.`);
    }
  };
  /** Bytes free below a folder; null where the server cannot tell. */
  const free = async (): Promise<number | null> => {
    try {
      const disk = await ask<unknown>((sftp, answer) => {
        sftp.ext_openssh_statvfs(base, answer);
      });
      return freeOf(disk);
    } catch (error) {
      const over = ended(error);
      if (over !== null) throw over;
      return null;
    }
  };

  let base: string;
  try {
    base = await ask<string>((sftp, answer) => {
      sftp.realpath(directory === "" ? "." : directory, answer);
    });
    const found = await ask<Stats>((sftp, answer) => {
      sftp.stat(base, answer);
    });
    if (!found.isDirectory()) {
      throw targetError("target.refused", name, `${base} is not a folder.`);
    }
  } catch (error) {
    throw refused(
      error,
      `There is no folder ${directory} on ${name} that this login may use.`,
    );
  }
  const at = (path: string) => posix.join(base, path);

  return {
    name,
    resumes: true,
    freeBytes: free,
    async size(path) {
      const found = await find(at(path));
      // Whatever else has this name is not what arrived, and is not written through.
      return found === null ? null : found.isFile() ? found.size : -1;
    },
    async makeFolder(path) {
      let folder = base;
      for (const part of path.split("/")) {
        folder = posix.join(folder, part);
        if ((await find(folder))?.isDirectory() === true) continue;
        try {
          await ask((sftp, answer) => {
            sftp.mkdir(folder, answer);
          });
        } catch (error) {
          throw refused(
            error,
            `The folder ${folder} cannot be made on ${name}.`,
          );
        }
      }
    },
    async write({ path, offset, length, chunks, onBytes }) {
      try {
        const handle = await ask<Buffer>((sftp, answer) => {
          sftp.open(at(path), offset === 0 ? "w" : "r+", answer);
        });
        await writePipelined(ask, handle, offset, chunks, onBytes);
        await ask((sftp, answer) => {
          sftp.ext_openssh_fsync(handle, answer);
        }).catch((error: unknown) => {
          // Not every server has it.
          const over = ended(error);
          if (over !== null) throw over;
        });
        await ask((sftp, answer) => {
          sftp.close(handle, answer);
        });
      } catch (error) {
        const over = ended(error);
        if (over !== null) throw over;
        // The protocol has one word for all failures; whether it is the room can be asked.
        const left = await free();
        if (left !== null && left < Math.min(length, 1024 * 1024)) {
          throw targetError("target.full", name, `${name} is full.`, {
            cause: error,
          });
        }
        throw refused(error, `${at(path)} cannot be written on ${name}.`);
      }
    },
    async rename(from, to, replace) {
      try {
        if (!replace) {
          await ask((sftp, answer) => {
            sftp.rename(at(from), at(to), answer);
          });
          return;
        }
        try {
          await ask((sftp, answer) => {
            sftp.ext_openssh_rename(at(from), at(to), answer);
          });
        } catch (error) {
          const over = ended(error);
          if (over !== null) throw over;
          // Without the extension a name must be free before it can be given.
          if ((await find(at(to))) !== null) {
            await ask((sftp, answer) => {
              sftp.unlink(at(to), answer);
            });
          }
          await ask((sftp, answer) => {
            sftp.rename(at(from), at(to), answer);
          });
        }
      } catch (error) {
        const over = ended(error);
        if (over !== null) throw over;
        if (!replace && (await find(at(to))) !== null)
          throw alreadyThere(name, to);
        throw refused(error, `${to} cannot be given its name on ${name}.`);
      }
    },
    async remove(path) {
      try {
        await ask((sftp, answer) => {
          sftp.unlink(at(path), answer);
        });
      } catch (error) {
        if (statusOf(error) === noSuchFile) return;
        throw refused(error, `${at(path)} cannot be removed from ${name}.`);
      }
    },
    read: (path) => readSequentially(ask, at(path)),
    locate: (path) =>
      `${name.replace(/^(sftp:\/\/[^/]*).*$/, "$1")}${at(path)}`,
  };
}

/** `f_bavail` counts fragments, whatever `statvfs` on the server's system calls them. */
function freeOf(disk: unknown): number | null {
  return typeof disk === "object" &&
    disk !== null &&
    "f_bavail" in disk &&
    "f_frsize" in disk
    ? Number(disk.f_bavail) * Number(disk.f_frsize)
    : null;
}
