import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";

/** A mail that a server has taken. */
export interface TakenMail {
  readonly to: readonly string[];
  /** As it was sent. */
  readonly source: string;
  readonly attachments: ReadonlyMap<string, Buffer>;
}

/** A mail server with one login, for tests. It refuses recipients whose name begins with `nobody`. */
export async function startMailServer(
  login: string,
  password: string,
  more: SMTPServerOptions = {},
) {
  const mails: TakenMail[] = [];
  const server = new SMTPServer({
    allowInsecureAuth: true,
    size: 64 * 1024 * 1024,
    onAuth(auth, _session, answer) {
      if (auth.username === login && auth.password === password)
        answer(null, { user: login });
      else answer(new Error("wrong name or password"));
    },
    onRcptTo(recipient, _session, answer) {
      if (recipient.address.startsWith("nobody"))
        answer(Object.assign(new Error("unknown"), { responseCode: 550 }));
      else answer();
    },
    onData(stream, session, answer) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const source = Buffer.concat(chunks).toString("latin1");
        mails.push({
          to: session.envelope.rcptTo.map(({ address }) => address),
          source,
          attachments: attachmentsOf(source),
        });
        answer();
      });
    },
    ...more,
  });
  // A client that goes away in the middle is what the tests are about.
  server.on("error", () => {});
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  return {
    mails,
    port: (server.server.address() as AddressInfo).port,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(resolve);
      }),
  };
}

function attachmentsOf(source: string): Map<string, Buffer> {
  const found = new Map<string, Buffer>();
  const boundary = /boundary="([^"]+)"/.exec(source)?.[1];
  if (boundary === undefined) return found;
  for (const part of source.split(`--${boundary}`).slice(1)) {
    const end = part.indexOf("\r\n\r\n");
    const name = fileName(part.slice(0, end));
    if (name !== null)
      found.set(name, Buffer.from(part.slice(end + 4), "base64"));
  }
  return found;
}

/** File name of an attachment: plain, or encoded and in pieces (RFC 2231). */
function fileName(headers: string): string | null {
  const plain = /[; ]filename="?([^"\r\n;]+)"?/.exec(headers)?.[1];
  if (plain !== undefined) return plain;
  const pieces = [
    ...headers.matchAll(/filename\*(?:\d+\*?)?="?([^"\r\n;]+)"?/g),
  ].map((piece) => piece[1] ?? "");
  return pieces.length === 0
    ? null
    : decodeURIComponent(pieces.join("").replace(/^utf-8''/i, ""));
}
