import { posix } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import type { RemoteFolder } from "../remote-folder.ts";
import { codeOf, type FtpConnection } from "./connect-ftp.ts";

const betweenLooksMs = 500;
const mostLooks = 20;

/** The server does not know the command. */
const unknownCommand = new Set([500, 502, 504]);

/**
 * Opens a folder of the server one is logged in to.
 * @throws AppError target.refused, target.interrupted
 */
export async function openFtpFolder(
  { client, meaning }: FtpConnection,
  name: string,
  directory: string,
  signal: AbortSignal,
): Promise<RemoteFolder> {
  const guarded = async <Result>(
    doing: string,
    work: () => Promise<Result>,
  ): Promise<Result> => {
    try {
      return await work();
    } catch (error) {
      throw meaning(error, doing);
    }
  };

  const base = await guarded(
    `There is no folder ${directory} on ${name} that this login may use.`,
    async () => {
      if (directory !== "") await client.cd(directory);
      return client.pwd();
    },
  );
  const at = (path: string) => posix.join(base, path);

  const size = (path: string) =>
    guarded(`${at(path)} on ${name} cannot be looked at.`, async () => {
      try {
        return await client.size(at(path));
      } catch (error) {
        if (codeOf(error) === 550) return null;
        if (!unknownCommand.has(codeOf(error))) throw error;
        const listed = await client.list(at(posix.dirname(path)));
        return (
          listed.find((entry) => entry.name === posix.basename(path))?.size ??
          null
        );
      }
    });

  return {
    name,
    resumes: true,
    freeBytes: async () => null,
    makeFolder: (path) =>
      guarded(`The folder ${at(path)} cannot be made on ${name}.`, async () => {
        let folder = base;
        for (const part of path.split("/")) {
          folder = posix.join(folder, part);
          // That it is there is no failure, and cannot be told from others by the reply.
          await client.sendIgnoringError(`MKD ${folder}`);
        }
      }),
    size,
    async settledSize(path) {
      // What is appended must not land behind bytes that another session is still writing.
      let before = await size(path);
      for (let look = 0; before !== null && look < mostLooks; look++) {
        await sleep(betweenLooksMs, undefined, { signal });
        const now = await size(path);
        if (now === before) break;
        before = now;
      }
      return before;
    },
    write: ({ path, offset, chunks, onBytes }) =>
      guarded(`${at(path)} cannot be written on ${name}.`, async () => {
        let read = 0;
        const counted = async function* () {
          for await (const chunk of chunks) {
            yield chunk;
            // Asked for more: the line has taken what came before.
            read += chunk.length;
            onBytes(read);
          }
        };
        const source = Readable.from(counted(), { objectMode: false });
        if (offset === 0) await client.uploadFrom(source, at(path));
        else await client.appendFrom(source, at(path));
      }),
    rename: (from, to, replace) =>
      guarded(`${to} cannot be given its name on ${name}.`, async () => {
        try {
          await client.rename(at(from), at(to));
        } catch (error) {
          if (!replace || codeOf(error) < 550) throw error;
          // Some servers give a name only when it is free.
          await client.remove(at(to), true);
          await client.rename(at(from), at(to));
        }
      }),
    remove: (path) =>
      guarded(`${at(path)} cannot be removed from ${name}.`, async () => {
        await client.remove(at(path), true);
      }),
    async *read(path) {
      const content = new PassThrough();
      const done = guarded(`${at(path)} cannot be read from ${name}.`, () =>
        client.downloadTo(content, at(path)),
      ).then(
        () => {
          content.end();
        },
        (error: unknown) => {
          content.destroy(error instanceof Error ? error : undefined);
        },
      );
      yield* content;
      await done;
    },
    locate: (path) =>
      `${name.replace(/^(ftps?:\/\/[^/]*).*$/, "$1")}${at(path)}`,
  };
}
