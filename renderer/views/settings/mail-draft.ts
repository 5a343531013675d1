import type { MailServerView } from "../../../preload/contract.ts";

/** The mail server as a form has it. */
export interface MailDraft {
  host: string;
  port: string;
  security: "tls" | "starttls" | "none";
  from: string;
  login: string;
  publicAddress: string;
  certificate: string;
}

const usualPorts = { tls: "465", starttls: "587", none: "25" } as const;

/** The port that servers of this kind usually have. */
export const usualPort = (security: MailDraft["security"]): string =>
  usualPorts[security];

/** A port that was the usual one goes with the encryption; one of its own stays. */
export const withSecurity = (
  draft: MailDraft,
  security: MailDraft["security"],
): MailDraft => ({
  ...draft,
  security,
  port:
    draft.port.trim() === usualPort(draft.security)
      ? usualPort(security)
      : draft.port,
});

/** @param mail null: there is none yet */
export function draftOfMail(mail: MailServerView | null): MailDraft {
  const url =
    mail !== null && URL.canParse(mail.server) ? new URL(mail.server) : null;
  const security =
    url?.protocol === "smtp:"
      ? mail?.allowUnencrypted === true
        ? "none"
        : "starttls"
      : "tls";
  // Without a port in it, an address means these two.
  const unsaid = security === "tls" ? "465" : "587";
  return {
    host: url?.hostname ?? "",
    port: url === null ? "" : url.port || unsaid,
    security,
    from: mail?.from ?? "",
    login: mail?.login ?? "",
    publicAddress: mail?.publicAddress ?? "",
    certificate: mail?.certificate ?? "",
  };
}

/** What is kept of a form. */
export function mailOf(draft: MailDraft): MailServerView {
  const port = draft.port.trim() || usualPort(draft.security);
  const host = draft.host.trim();
  const text = (name: "login" | "publicAddress" | "certificate") => {
    const value = draft[name].trim();
    return value === "" ? {} : { [name]: value };
  };
  return {
    server: `${draft.security === "tls" ? "smtps" : "smtp"}://${host.includes(":") && !host.startsWith("[") ? `[${host}]` : host}:${port}`,
    from: draft.from.trim(),
    ...(draft.security === "none" ? { allowUnencrypted: true } : {}),
    ...text("login"),
    ...text("publicAddress"),
    ...(draft.security === "tls" ? text("certificate") : {}),
  };
}
