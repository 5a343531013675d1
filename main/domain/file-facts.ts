/** What people say of a file. */
export interface FileFacts {
  readonly name: string | null;
  readonly description: string | null;
  /** Name of its format in the registry. */
  readonly format: string;
}
