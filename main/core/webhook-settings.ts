import { Type, type Static } from "typebox";
import { AppError } from "../domain/errors.ts";
import { isLoopback } from "../domain/is-loopback.ts";

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

/** A webhook with what its messages are signed with; without a secret the one that is kept stays. */
export const webhookInputSchema = Type.Object(
  {
    ...webhookSchema.properties,
    secret: Type.Optional(Type.String({ minLength: 8, maxLength: 1024 })),
  },
  { additionalProperties: false },
);
export type WebhookInput = Static<typeof webhookInputSchema>;

function invalid(message: string, remedy: string): AppError {
  return new AppError("webhook.settings-invalid", message, {
    object: "url",
    remedy,
  });
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
