import { posix } from "node:path";
import { Readable } from "node:stream";
import { AppError } from "../../domain/errors.ts";
import { createIdleWatch } from "../idle-watch.ts";
import { trustOptions } from "../pinned-certificate.ts";
import type { RemoteFolder } from "../remote-folder.ts";
import { hostOf } from "../settings.ts";
import {
  alreadyThere,
  fromNetworkError,
  targetError,
} from "../target-errors.ts";
import type { Patience } from "../transport.ts";
import { takeExactly } from "./take-exactly.ts";

interface OpenRequest {
  readonly server: URL;
  readonly name: string;
  readonly directory: string;
  readonly login: string | undefined;
  readonly password: string | undefined;
  readonly certificate: string | undefined;
  readonly signal: AbortSignal;
  readonly patience: Patience;
}

/** Bytes sent at a time to servers that can take a file in parts: so much is lost at the most. */
const segmentSize = 4 * 1024 * 1024;

/**
 * Opens a WebDAV folder.
 * @throws AppError target.*
 */
export async function openWebdavFolder(
  request: OpenRequest,
): Promise<{ readonly remote: RemoteFolder; close(): void }> {
  const { server, name, login, password, signal, patience } = request;
  const { AuthType, createClient } = await import("webdav");
  // An import would make every program load them that knows of this transport, with all there is for fetch().
  const { Agent: HttpAgent } = process.getBuiltinModule("node:http");
  const { Agent: HttpsAgent } = process.getBuiltinModule("node:https");
  const httpsAgent = new HttpsAgent({
    keepAlive: true,
    ...(server.protocol === "https:"
      ? await trustOptions({
          name,
          host: hostOf(server),
          port: server.port === "" ? 443 : Number(server.port),
          fingerprint: request.certificate,
          signal,
          timeoutMs: patience.connectMs,
        })
      : {}),
  });
  const httpAgent = new HttpAgent({ keepAlive: true });
  const client = createClient(server.href, {
    authType: login === undefined ? AuthType.None : AuthType.Auto,
    ...(login === undefined ? {} : { username: login }),
    ...(password === undefined ? {} : { password }),
    httpAgent,
    httpsAgent,
  });
  if (login !== undefined) {
    // The library knows Latin-1 only; servers expect UTF-8 (RFC 7617).
    const utf8 = Buffer.from(`${login}:${password ?? ""}`).toString("base64");
    client.setHeaders({ Authorization: `Basic ${utf8}` });
  }
  const at = (path: string) => posix.join("/", request.directory, path);

  /** Does something that may be cancelled, or end in silence. */
  const guarded = async <Result>(
    doing: string,
    work: (signal: AbortSignal, moved: () => void) => Promise<Result>,
  ): Promise<Result> => {
    const watch = createIdleWatch(name, signal, patience.idleMs);
    try {
      return await work(watch.signal, watch.moved);
    } catch (error) {
      if (signal.aborted) throw error;
      throw watch.silence() ?? statusMeaning(error, doing, name);
    } finally {
      watch.stop();
    }
  };

  // The first request settles how to log in, before a body is sent that cannot be sent twice.
  await guarded(`There is no folder ${at("")} on ${name}.`, async (abort) => {
    const found = await client.stat(at(""), { signal: abort });
    if (!("type" in found) || found.type !== "directory") {
      throw targetError("target.refused", name, `${name} is not a folder.`);
    }
  });
  const inSegments = await guarded(
    `${name} does not say what it can do.`,
    async () => {
      const { compliance, server: software } = await client.getDAVCompliance(
        at(""),
      );
      return (
        compliance.includes("sabredav-partialupdate") ||
        (software.includes("Apache") &&
          compliance.includes("<http://apache.org/dav/propset/fs/1>"))
      );
    },
  );

  const remote: RemoteFolder = {
    name,
    resumes: inSegments,
    size: (path) =>
      guarded(`${path} on ${name} cannot be looked at.`, async (abort) => {
        try {
          const found = await client.stat(at(path), { signal: abort });
          if (!("type" in found)) return null;
          return found.type === "file" ? found.size : -1;
        } catch (error) {
          if (statusOf(error) === 404) return null;
          throw error;
        }
      }),
    makeFolder: (path) =>
      guarded(`The folder ${path} cannot be made on ${name}.`, (abort) =>
        client.createDirectory(at(path), { recursive: true, signal: abort }),
      ),
    freeBytes: () =>
      guarded(`${name} does not say how much room there is.`, async (abort) => {
        const quota = await client
          .getQuota({ path: at(""), signal: abort })
          .catch((error: unknown) => {
            if (statusOf(error) === 0) throw error;
            return null;
          });
        return quota !== null &&
          "available" in quota &&
          typeof quota.available === "number"
          ? quota.available
          : null;
      }),
    write: ({ path, offset, length, chunks, onBytes }) =>
      guarded(`${path} cannot be written on ${name}.`, async (abort, moved) => {
        const take = takeExactly(chunks, (bytes) => {
          moved();
          onBytes(bytes);
        });
        if (!inSegments || length === 0) {
          await client.putFileContents(
            at(path),
            length === 0
              ? Buffer.alloc(0)
              : Readable.from(take(length), { objectMode: false }),
            {
              signal: abort,
              ...(length === 0
                ? {}
                : { headers: { "Content-Length": String(length) } }),
            },
          );
          return;
        }
        // In parts a longer file would keep its end.
        if (offset === 0) {
          await client.putFileContents(at(path), Buffer.alloc(0), {
            signal: abort,
          });
        }
        for (let sent = 0; sent < length;) {
          const size = Math.min(segmentSize, length - sent);
          const start = offset + sent;
          await client.partialUpdateFileContents(
            at(path),
            start,
            start + size - 1,
            Readable.from(take(size), { objectMode: false }),
            { signal: abort },
          );
          sent += size;
        }
      }),
    rename: (from, to, replace) =>
      guarded(`${to} cannot be given its name on ${name}.`, async (abort) => {
        try {
          await client.moveFile(at(from), at(to), {
            overwrite: replace,
            signal: abort,
          });
        } catch (error) {
          if (!replace && statusOf(error) === 412) throw alreadyThere(name, to);
          throw error;
        }
      }),
    remove: (path) =>
      guarded(`${path} cannot be removed from ${name}.`, async (abort) => {
        try {
          await client.deleteFile(at(path), { signal: abort });
        } catch (error) {
          if (statusOf(error) !== 404) throw error;
        }
      }),
    async *read(path) {
      const watch = createIdleWatch(name, signal, patience.idleMs);
      try {
        const content = client.createReadStream(at(path), {
          signal: watch.signal,
        });
        for await (const chunk of content as unknown as AsyncIterable<Buffer>) {
          watch.moved();
          yield chunk;
        }
      } catch (error) {
        if (signal.aborted) throw error;
        throw (
          watch.silence() ??
          statusMeaning(error, `${path} cannot be read from ${name}.`, name)
        );
      } finally {
        watch.stop();
      }
    },
    locate: (path) => `${name}/${path}`,
  };
  return {
    remote,
    close() {
      httpAgent.destroy();
      httpsAgent.destroy();
    },
  };
}

/** HTTP status an error of the library carries; 0 when it carries none. */
function statusOf(error: unknown): number {
  return error instanceof Error &&
    "status" in error &&
    typeof error.status === "number"
    ? error.status
    : 0;
}

function statusMeaning(error: unknown, doing: string, name: string): unknown {
  if (error instanceof AppError) return error;
  const details = { cause: error };
  const status = statusOf(error);
  if (status === 0) return fromNetworkError(error, name) ?? error;
  if (status === 401) {
    return targetError(
      "target.login-failed",
      name,
      `${name} refused the login.`,
      details,
    );
  }
  if (status === 507)
    return targetError("target.full", name, `${name} is full.`, details);
  if (status === 423 || status === 429 || status >= 500) {
    return targetError(
      "target.busy",
      name,
      `${name} cannot do it at the moment (${String(status)}).`,
      details,
    );
  }
  return targetError(
    "target.refused",
    name,
    `${doing.replace(/\.$/, "")} (${String(status)}).`,
    details,
  );
}
