import type { AuditEntry } from "../../main/domain/audit.ts";
import type {
  NoInput,
  MailServerView,
  WebhookNotice,
  WebhookView,
} from "../shapes.ts";

/** Who did what, and who else is told of it. */
export interface RecordCommands {
  /** Who exported, downloaded, delivered and deleted what; newest first. */
  "audit.list": {
    readonly input: {
      readonly limit: number;
      /** Only lines before this one. */
      readonly before?: number;
      readonly run?: number;
    };
    readonly output: readonly AuditEntry[];
  };
  /** The mail server by which clients of the easydb API have mails sent. */
  "mail.get": {
    readonly input: NoInput;
    readonly output: MailServerView | null;
  };
  "mail.set": {
    readonly input: {
      readonly mail: MailServerView | null;
      /** Absent: it stays, unless the server is another. */
      readonly password?: string;
    };
    /** Where the password is kept; null when none was given. */
    readonly output: { readonly password: "keychain" | "memory" | null };
  };
  /** Sends somebody a message of no meaning by it. */
  "mail.test": {
    readonly input: { readonly to: string };
    readonly output: null;
  };
  "webhook.get": {
    readonly input: NoInput;
    readonly output: WebhookView | null;
  };
  "webhook.set": {
    readonly input: {
      readonly webhook: WebhookView | null;
      /** What messages are signed with; absent: it stays. */
      readonly secret?: string;
    };
    /** Where the secret is kept; null when none was given. */
    readonly output: { readonly secret: "keychain" | "memory" | null };
  };
  /** What was told to the webhook or is to be told, the newest first. */
  "webhook.notices": {
    readonly input: { readonly limit: number };
    readonly output: readonly WebhookNotice[];
  };
  /** Posts a message of no meaning, once. */
  "webhook.test": {
    readonly input: NoInput;
    readonly output: { readonly status: number };
  };
}
