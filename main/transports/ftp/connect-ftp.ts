import { TLSSocket, type ConnectionOptions } from "node:tls";
import type { Client } from "basic-ftp";
import type { AppError } from "../../domain/errors.ts";
import { trustOnly, trustOptions } from "../pinned-certificate.ts";
import { hostOf, invalidSettings } from "../settings.ts";
import { fromNetworkError, targetError } from "../target-errors.ts";
import type { Patience } from "../transport.ts";

export interface FtpConnection {
  readonly client: Client;
  /** What a failure means. @param doing what was refused, one sentence, when the server's answer is a refusal */
  meaning(error: unknown, doing: string): unknown;
  close(): void;
}

interface ConnectRequest {
  readonly server: URL;
  readonly name: string;
  readonly login: string | undefined;
  readonly password: string | undefined;
  readonly certificate: string | undefined;
  readonly signal: AbortSignal;
  readonly patience: Patience;
}

const implicitPort = 990;

/**
 * Connects and logs in; nothing secret is sent before the server has shown who it is.
 * @throws AppError target.unreachable, target.interrupted, target.not-trusted, target.login-failed
 */
export async function connectFtp(
  request: ConnectRequest,
): Promise<FtpConnection> {
  const { server, name, signal, patience } = request;
  if (/[\r\n\0]/.test(request.password ?? ""))
    throw invalidSettings("password", "The password has a line break.");
  const { Client } = await import("basic-ftp");
  signal.throwIfAborted();
  const client = new Client(patience.idleMs, {
    allowSeparateTransferHost: false,
  });
  const probe = new Client(patience.connectMs);
  const close = () => {
    signal.removeEventListener("abort", close);
    client.close();
    probe.close();
  };
  signal.addEventListener("abort", close, { once: true });

  const meaning = (error: unknown, doing: string): unknown =>
    signal.aborted ? error : replyMeaning(error, doing, name);

  const secure = server.protocol === "ftps:";
  const host = hostOf(server);
  const port = server.port === "" ? 21 : Number(server.port);
  try {
    const tooLate = setTimeout(() => {
      client.close();
      probe.close();
    }, patience.connectMs);
    try {
      if (secure && port === implicitPort) {
        const options = await trustOptions({
          name,
          host,
          port,
          fingerprint: request.certificate,
          signal,
          timeoutMs: patience.connectMs,
        });
        await client.connectImplicitTLS(host, port, options);
      } else {
        const trust = secure
          ? await trustFor(probe, host, port, request)
          : null;
        await client.connect(host, port);
        if (trust !== null) await client.useTLS(trust);
      }
    } catch (error) {
      const failure = meaning(error, `${name} does not speak FTP.`);
      if (failure instanceof Error && isInterruption(failure)) {
        throw targetError(
          "target.unreachable",
          name,
          `${name} cannot be reached.`,
          { cause: error },
        );
      }
      throw failure;
    } finally {
      clearTimeout(tooLate);
    }
    try {
      await client.login(request.login ?? "anonymous", request.password ?? "");
    } catch (error) {
      if (codeOf(error) === 530 || codeOf(error) === 331) {
        throw targetError(
          "target.login-failed",
          name,
          `${name} refused the login.`,
          { cause: error },
        );
      }
      throw error;
    }
    await client.useDefaultSettings();
  } catch (error) {
    close();
    throw meaning(error, `${name} refused the connection.`);
  }
  return { client, meaning, close };
}

/**
 * What TLS is to be started with. For a known certificate the server is asked on a connection of its own: the real one must
 * be sure of it from its beginning, since those for data take up its session.
 */
async function trustFor(
  probe: Client,
  host: string,
  port: number,
  { certificate, name }: ConnectRequest,
): Promise<ConnectionOptions> {
  if (certificate === undefined) return { host };
  try {
    await probe.connect(host, port);
    await probe.useTLS({ host, rejectUnauthorized: false });
    const { socket } = probe.ftp;
    if (!(socket instanceof TLSSocket))
      throw new Error("a connection over TLS has a socket for TLS");
    return { host, ...trustOnly(socket, certificate, name) };
  } finally {
    probe.close();
  }
}

/** Code of the server's reply; 0 when it is none. */
export function codeOf(error: unknown): number {
  return error instanceof Error &&
    "code" in error &&
    typeof error.code === "number"
    ? error.code
    : 0;
}

function isInterruption(error: Error): boolean {
  return (error as Partial<AppError>).code === "target.interrupted";
}

function replyMeaning(error: unknown, doing: string, name: string): unknown {
  const known = fromNetworkError(error, name);
  if (known !== null) return known;
  const details = { cause: error };
  switch (codeOf(error)) {
    case 0:
    case 426:
      // The library has words for its own time-outs and the server's hanging up, but no codes.
      return targetError(
        "target.interrupted",
        name,
        `The connection to ${name} was lost.`,
        details,
      );
    case 421:
    case 425:
    case 450:
    case 451:
      return targetError("target.busy", name, `${name} is busy.`, details);
    case 452:
    case 552:
      return targetError("target.full", name, `${name} is full.`, details);
    default:
      return targetError("target.refused", name, doing, details);
  }
}
