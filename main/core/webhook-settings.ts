import { isIP } from "node:net";
import { Type, type Static } from "typebox";
import { AppError } from "../domain/errors.ts";

/** Whom to tell what has ended, besides the people at this machine. */
export const webhookSchema = Type.Object(
  {
    /** Where it is posted to. */
    url: Type.String({ minLength: 1, maxLength: 2000 }),
    /** `failures`: what fails, and when it works again; `all`: every end. */
    events: Type.Union([Type.Literal("failures"), Type.Literal("all")]),
    /** Allows http to other machines, where everybody on the way can read it. */
    insecure: Type.Boolean(),
  },
  { additionalProperties: false },
);
export type WebhookSettings = Static<typeof webhookSchema>;

function invalid(message: string, remedy: string): AppError {
  return new AppError("webhook.settings-invalid", message, {
    object: "url",
    remedy,
  });
}

function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, "");
  return (
    bare === "localhost" ||
    bare === "::1" ||
    (isIP(bare) === 4 && bare.startsWith("127."))
  );
}

/** @throws AppError webhook.settings-invalid */
export function checkWebhook({ url, insecure }: WebhookSettings): void {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed === null || !/^https?:$/.test(parsed.protocol))
    throw invalid("The address is none of the web.", "It begins with https://");
  if (parsed.username !== "" || parsed.password !== "") {
    throw invalid(
      "The address must not hold a password.",
      "Give the secret by itself; each message is signed with it.",
    );
  }
  if (
    parsed.protocol === "http:" &&
    !insecure &&
    !isLoopback(parsed.hostname)
  ) {
    throw invalid(
      "The address is not encrypted.",
      "Use https, or say that http is fine.",
    );
  }
}
