/** A message of the site to one person, and the server that it goes by. */
export interface SiteMessage {
  /** smtps://host or smtp://host. */
  readonly server: string;
  readonly login: string | undefined;
  readonly password: string | undefined;
  readonly certificate: string | undefined;
  readonly allowUnencrypted?: boolean;
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}
