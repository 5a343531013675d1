import { createHash } from "node:crypto";
import type { SFTPWrapper } from "ssh2";
import type { AppError } from "../../domain/errors.ts";
import { hostOf } from "../settings.ts";
import { fromNetworkError, targetError } from "../target-errors.ts";
import type { Patience } from "../transport.ts";

export interface SftpConnection {
  /**
   * Asks the server for something. Rejects as soon as the connection is lost or given up, whether the library notices or
   * not. @throws AppError target.interrupted, and what the server answers
   */
  ask<Result = undefined>(
    question: (
      sftp: SFTPWrapper,
      answer: (error: Error | null | undefined, result?: Result) => void,
    ) => void,
  ): Promise<Result>;
  close(): void;
}

interface ConnectRequest {
  readonly server: URL;
  readonly name: string;
  readonly login: string;
  readonly secrets: Partial<
    Readonly<Record<"password" | "privateKey" | "passphrase", string>>
  >;
  readonly signal: AbortSignal;
  readonly patience: Patience;
  /** @param fingerprint of the key the server shows: `SHA256:` and Base64 without padding */
  acceptHostKey(fingerprint: string): boolean;
}

/**
 * Logs in and starts SFTP.
 * @throws AppError target.unreachable, target.interrupted, target.not-trusted, target.login-failed, target.refused
 */
export async function connectSftp(
  request: ConnectRequest,
): Promise<SftpConnection> {
  const { name, secrets, signal, patience } = request;
  const { Client } = await import("ssh2");
  signal.throwIfAborted();
  const client = new Client();
  let shown: string | null = null;
  let refusedKey = false;
  let connected = false;

  let lose: (error: unknown) => void = () => {};
  const lost = new Promise<never>((_resolve, reject) => {
    lose = reject;
  });
  // Who asks something is told; when nobody asks, nobody needs to know.
  lost.catch(() => {});

  const abort = () => {
    lose(signal.reason);
    client.destroy();
  };
  signal.addEventListener("abort", abort, { once: true });
  const close = () => {
    signal.removeEventListener("abort", abort);
    lose(interrupted(name));
    client.end();
    // A server that does not answer must not keep the process alive.
    setTimeout(() => {
      client.destroy();
    }, 2000).unref();
  };

  const meaning = (error: Error & { level?: string }): unknown => {
    if (refusedKey) {
      return targetError(
        "target.not-trusted",
        name,
        `The host key of ${name} is not one that is trusted: it is ${shown ?? "unknown"}.`,
      );
    }
    if (error.level === "client-authentication") {
      return targetError(
        "target.login-failed",
        name,
        `${name} refused the login.`,
        { cause: error },
      );
    }
    if (
      !connected &&
      (error.level === "client-timeout" || error.level === "client-dns")
    ) {
      return targetError(
        "target.unreachable",
        name,
        `${name} does not answer.`,
        { cause: error },
      );
    }
    return (
      fromNetworkError(error, name) ??
      (error.level === "handshake"
        ? targetError(
            "target.unreachable",
            name,
            `No common way to speak to ${name} was found.`,
            { cause: error },
          )
        : interrupted(name, error))
    );
  };

  client.on("error", (error) => {
    lose(meaning(error));
  });
  client.on("close", () => {
    lose(interrupted(name));
  });

  try {
    const ready = new Promise<void>((resolve) => {
      client.once("ready", resolve);
    });
    // Some servers ask for the password as one question of several.
    client.on(
      "keyboard-interactive",
      (_name, _instructions, _language, prompts, finish) => {
        finish(prompts.map(() => secrets.password ?? ""));
      },
    );
    start();
    await Promise.race([ready, lost]);
    connected = true;
    const sftp = await Promise.race([
      new Promise<SFTPWrapper>((resolve, reject) => {
        client.sftp((error, session) => {
          if (error === undefined) resolve(session);
          else {
            reject(
              targetError(
                "target.refused",
                name,
                `${name} does not offer SFTP to this login.`,
                { cause: error },
              ),
            );
          }
        });
      }),
      lost,
    ]);
    return {
      ask: (question) =>
        Promise.race([
          new Promise<never>((resolve, reject) => {
            question(sftp, (error, result) => {
              if (error == null) resolve(result as never);
              else reject(error);
            });
          }),
          lost,
        ]),
      close,
    };
  } catch (error) {
    close();
    client.destroy();
    throw error;
  }

  function start(): void {
    const { server } = request;
    try {
      client.connect({
        host: hostOf(server),
        port: server.port === "" ? 22 : Number(server.port),
        username: request.login,
        readyTimeout: patience.connectMs,
        keepaliveInterval: Math.ceil(patience.idleMs / 4),
        keepaliveCountMax: 3,
        ...(secrets.password === undefined
          ? {}
          : { password: secrets.password, tryKeyboard: true }),
        ...(secrets.privateKey === undefined
          ? {}
          : { privateKey: secrets.privateKey }),
        ...(secrets.passphrase === undefined
          ? {}
          : { passphrase: secrets.passphrase }),
        hostVerifier: (key: Buffer) => {
          shown = `SHA256:${createHash("sha256").update(key).digest("base64").replace(/=+$/, "")}`;
          refusedKey = !request.acceptHostKey(shown);
          return !refusedKey;
        },
      });
    } catch (error) {
      throw targetError(
        "target.login-failed",
        name,
        "The private key cannot be read; its passphrase may be missing or wrong.",
        { cause: error },
      );
    }
  }
}

function interrupted(name: string, cause?: unknown): AppError {
  return targetError(
    "target.interrupted",
    name,
    `The connection to ${name} was lost.`,
    { cause },
  );
}
