import type { MetadataFields } from "../../../../preload/contract.ts";

/** Something whose metadata somebody changes. */
export interface EditedObject {
  readonly uuid: string;
  /** What it was when it was last read. */
  readonly metadata: MetadataFields;
  /** Replaces the metadata. @throws AppError object.changed when it is not as expected */
  revise(expected: MetadataFields, metadata: MetadataFields): Promise<unknown>;
  /** What it is now. */
  read(): Promise<MetadataFields>;
}
