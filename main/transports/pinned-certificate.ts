import { once } from "node:events";
import { connect, type ConnectionOptions, type TLSSocket } from "node:tls";
import { isIP } from "node:net";
import { Type } from "typebox";
import { targetError } from "./target-errors.ts";

/** The setting for servers whose certificate no authority vouches for. */
export const certificateSetting = Type.Optional(
  Type.String({
    pattern: "^([0-9A-Fa-f]{2}:?){31}[0-9A-Fa-f]{2}$",
    description:
      "SHA-256 fingerprint of the server's certificate, as `openssl x509 -fingerprint -sha256` shows it. Without it the certificate must be one the system trusts.",
  }),
);

interface PinRequest {
  /** For people. */
  readonly name: string;
  readonly host: string;
  readonly port: number;
  /** As in the settings; undefined trusts whom the system trusts. */
  readonly fingerprint: string | undefined;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
}

/**
 * What connections to a server must be opened with so that they reach that server and no other. With a fingerprint the
 * server is asked for its certificate once, before anything secret is sent.
 * @throws AppError target.not-trusted; what connecting throws
 */
export async function trustOptions(
  request: PinRequest,
): Promise<ConnectionOptions> {
  const { fingerprint, host, port, signal, timeoutMs } = request;
  const servername = isIP(host) === 0 ? { servername: host } : {};
  if (fingerprint === undefined) return servername;
  const socket = connect({
    host,
    port,
    ...servername,
    // Nothing is sent; whose certificate it is is compared below.
    rejectUnauthorized: false,
  });
  try {
    await once(socket, "secureConnect", {
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
    return { ...servername, ...trustOnly(socket, fingerprint, request.name) };
  } finally {
    socket.on("error", () => {});
    socket.destroy();
  }
}

/**
 * Trusts the certificate a connection shows, and no other.
 * @throws AppError target.not-trusted when it has another fingerprint
 */
export function trustOnly(
  socket: TLSSocket,
  fingerprint: string,
  name: string,
): ConnectionOptions {
  const certificate = socket.getPeerX509Certificate();
  const plain = (text: string) => text.replaceAll(":", "").toUpperCase();
  if (
    certificate === undefined ||
    plain(certificate.fingerprint256) !== plain(fingerprint)
  ) {
    throw targetError(
      "target.not-trusted",
      name,
      `The certificate of ${name} is not the one that is known: its fingerprint is ${certificate?.fingerprint256 ?? "unknown"}.`,
    );
  }
  return {
    ca: certificate.toString(),
    allowPartialTrustChain: true,
    // Its name does not matter: it is this very certificate.
    checkServerIdentity: () => undefined,
  };
}
