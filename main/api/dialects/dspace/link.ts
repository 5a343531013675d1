/** A link of HAL. */
export interface Link {
  readonly href: string;
  readonly name?: string;
  readonly templated?: boolean;
}
export type Links = Readonly<Record<string, Link | readonly Link[]>>;
