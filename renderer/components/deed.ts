/** Something that can be done with what is shown; its title ends in an ellipsis when it asks something first. */
export interface Deed {
  readonly title: string;
  readonly icon?: string;
  act(): unknown;
}
