import type { SiteMessage } from "../../domain/site-message.ts";
import { readServer, serverName } from "../settings.ts";
import { openMailServer } from "./open-mail-server.ts";

/** Whoever asks waits for it. Milliseconds. */
const patience = { connectMs: 15_000, idleMs: 15_000 };

/**
 * Sends a message of nothing but text.
 * @throws AppError target.*
 */
export async function sendMessage({
  server,
  login,
  password,
  certificate,
  allowUnencrypted = false,
  from,
  to,
  subject,
  text,
}: SiteMessage): Promise<void> {
  const url = readServer(server, ["smtps:", "smtp:"]);
  const open = await openMailServer({
    server: url,
    name: `e-mail by ${serverName(url)}`,
    login,
    password,
    requireTls: !allowUnencrypted,
    certificate,
    signal: AbortSignal.timeout(30_000),
    patience: { ...patience, attempts: 1, firstDelayMs: 0, longestDelayMs: 0 },
  });
  try {
    await open.send({ from, to, subject, text });
  } finally {
    open.close();
  }
}
