import type { WebhookDraft, WebhookView } from "../../../preload/contract.ts";

/** The webhook of a saved export as a form has it; an empty address is none. */
export interface OwnWebhook {
  readonly url: string;
  readonly events: WebhookView["events"];
  readonly insecure: boolean;
  /** Empty: the one that is kept stays. */
  readonly secret: string;
}

export const noWebhook: OwnWebhook = {
  url: "",
  events: "failures",
  insecure: false,
  secret: "",
};

/** @param kept null: there is none */
export const draftOfWebhook = (kept: WebhookView | null): OwnWebhook =>
  kept === null
    ? noWebhook
    : {
        url: kept.url,
        events: kept.events,
        insecure: kept.insecure,
        secret: "",
      };

/** What is kept of a form; null: nobody is told. */
export function webhookOf({
  url,
  events,
  insecure,
  secret,
}: OwnWebhook): WebhookDraft | null {
  return url.trim() === ""
    ? null
    : {
        url: url.trim(),
        events,
        insecure,
        ...(secret === "" ? {} : { secret }),
      };
}
