import type { SendMailOptions } from "nodemailer";
import { AppError } from "../../domain/errors.ts";
import { trustOptions } from "../pinned-certificate.ts";
import { hostOf } from "../settings.ts";
import { fromNetworkError, targetError } from "../target-errors.ts";
import type { Patience } from "../transport.ts";

export interface MailServer {
  /** @returns the recipients that the server refused, while it took others */
  send(mail: SendMailOptions): Promise<readonly string[]>;
  /** Connects and logs in. */
  verify(): Promise<void>;
  close(): void;
}

interface OpenRequest {
  readonly server: URL;
  readonly name: string;
  readonly login: string | undefined;
  readonly password: string | undefined;
  readonly requireTls: boolean;
  readonly certificate: string | undefined;
  readonly signal: AbortSignal;
  readonly patience: Patience;
}

/**
 * Gets ready to send mail; the connection is made when something is sent.
 * @throws AppError target.not-trusted
 */
export async function openMailServer(
  request: OpenRequest,
): Promise<MailServer> {
  const { server, name, login, password, signal, patience } = request;
  const { createTransport } = await import("nodemailer");
  const secure = server.protocol === "smtps:";
  const host = hostOf(server);
  const port = server.port === "" ? (secure ? 465 : 587) : Number(server.port);
  const transport = createTransport({
    host,
    port,
    secure,
    requireTLS: !secure && request.requireTls,
    ...(login === undefined ? {} : { auth: { user: login, pass: password } }),
    ...(secure
      ? {
          tls: await trustOptions({
            name,
            host,
            port,
            fingerprint: request.certificate,
            signal,
            timeoutMs: patience.connectMs,
          }),
        }
      : {}),
    connectionTimeout: patience.connectMs,
    greetingTimeout: patience.connectMs,
    socketTimeout: patience.idleMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const guarded = async <Result>(work: Promise<Result>): Promise<Result> => {
    try {
      return await work;
    } catch (error) {
      throw signal.aborted ? error : meaning(error, name);
    }
  };
  return {
    async send(mail) {
      const cancellable = { ...mail, signal };
      const sent = await guarded(transport.sendMail(cancellable));
      return sent.rejected;
    },
    async verify() {
      const cancelled = new Promise<never>((_resolve, reject) => {
        signal.addEventListener(
          "abort",
          () => {
            reject(signal.reason as Error);
          },
          { once: true },
        );
      });
      await guarded(Promise.race([transport.verify(), cancelled]));
    },
    close() {
      transport.close();
    },
  };
}

/** What nodemailer adds to its errors. */
interface MailError extends Error {
  readonly code?: string;
  readonly command?: string;
  readonly responseCode?: number;
}

function meaning(thrown: unknown, name: string): unknown {
  if (thrown instanceof AppError || !(thrown instanceof Error)) return thrown;
  const error: MailError = thrown;
  const details = { cause: error };
  const reply = error.responseCode ?? 0;
  if (/certificate|altnames/i.test(error.message)) {
    return targetError(
      "target.not-trusted",
      name,
      `The certificate of the server for ${name} is not trusted.`,
      details,
    );
  }
  switch (error.code) {
    case "EAUTH":
    case "ENOAUTH":
      return targetError(
        "target.login-failed",
        name,
        `The server for ${name} refused the login.`,
        details,
      );
    case "ETLS":
      return targetError(
        "target.not-trusted",
        name,
        `The server for ${name} offers no encryption.`,
        {
          remedy:
            "Use a server that encrypts, or allow that mail is sent unencrypted.",
          cause: error,
        },
      );
    case "EDNS":
      return targetError(
        "target.unreachable",
        name,
        `The server for ${name} is not known.`,
        details,
      );
    case "ESOCKET":
    case "ECONNECTION":
    case "ETIMEDOUT":
      return /ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|greeting|Connection timeout/i.test(
        error.message,
      )
        ? targetError(
            "target.unreachable",
            name,
            `The server for ${name} cannot be reached.`,
            details,
          )
        : targetError(
            "target.interrupted",
            name,
            `The connection to the server for ${name} was lost.`,
            details,
          );
    default:
  }
  if (reply >= 400 && reply < 500) {
    return targetError(
      "target.busy",
      name,
      `The server for ${name} cannot take the mail at the moment (${String(reply)}).`,
      details,
    );
  }
  if (reply >= 500) {
    return targetError(
      "target.refused",
      name,
      `The server for ${name} refused the mail (${String(reply)}).`,
      {
        remedy: "Check the addresses, and how large a mail may be there.",
        cause: error,
      },
    );
  }
  return fromNetworkError(error, name) ?? error;
}
