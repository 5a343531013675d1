import type {
  ExportOptions,
  RestrictedChoice,
} from "../../../main/domain/run.ts";

/** What can be chosen of an export's options in the window. Everything has a value that suits most. */
export interface OptionsDraft {
  format: string;
  packer: string;
  /** Bytes a volume may have at most; null for the packer's own way. */
  volumeBytes: number | null;
  migrate: boolean;
  withoutFiles: boolean;
  withdrawn: boolean;
  /** Take older versions along. */
  versions: boolean;
  /** Steps along relationships. */
  links: number;
  /** Import the finished package into an empty catalog and compare. */
  rehearse: boolean;
  /** Null where nobody has chosen. */
  restricted: RestrictedChoice | null;
  /** Format of what is in a bag; null for the usual one. */
  payload: string | null;
  /** Cells that a spreadsheet program would take for formulas are made harmless. */
  neutraliseFormulas: boolean;
}

export const usualOptions: OptionsDraft = {
  format: "saf",
  packer: "zip",
  volumeBytes: null,
  migrate: false,
  withoutFiles: false,
  withdrawn: false,
  versions: false,
  links: 0,
  rehearse: false,
  restricted: null,
  payload: null,
  neutraliseFormulas: false,
};

/** What a form shows of options that were chosen before. */
export const draftOfOptions = (options: ExportOptions): OptionsDraft => ({
  format: options.format,
  packer: options.packer,
  volumeBytes: options.volumeBytes ?? null,
  migrate: options.migrate,
  withoutFiles: !options.bitstreams,
  withdrawn: options.withdrawn,
  versions: options.includeRevisionHistory ?? false,
  links: options.maxLinkLevel ?? 0,
  rehearse: options.rehearse ?? false,
  restricted: options.restricted ?? null,
  payload: options.payload ?? null,
  neutraliseFormulas: options.neutraliseFormulas ?? false,
});

/**
 * The options that a form stands for; what is as usual is left out.
 * @param before options the form was filled with, of which it does not show everything
 */
export function optionsOf(
  draft: OptionsDraft,
  before: ExportOptions | null = null,
): ExportOptions {
  const {
    includeRevisionHistory: _versions,
    maxLinkLevel: _links,
    rehearse: _rehearse,
    volumeBytes: _volumeBytes,
    restricted: _restricted,
    payload: _payload,
    neutraliseFormulas: _formulas,
    ...others
  } = before ?? { verify: true };
  return {
    ...others,
    format: draft.format,
    packer: draft.packer,
    migrate: draft.migrate,
    bitstreams: !draft.withoutFiles,
    withdrawn: draft.withdrawn,
    ...(draft.volumeBytes === null ? {} : { volumeBytes: draft.volumeBytes }),
    ...(draft.versions ? { includeRevisionHistory: true } : {}),
    ...(draft.links === 0 ? {} : { maxLinkLevel: draft.links }),
    ...(draft.rehearse && !draft.migrate ? { rehearse: true } : {}),
    ...(draft.restricted === null ? {} : { restricted: draft.restricted }),
    ...(draft.format === "bagit" && draft.payload !== null
      ? { payload: draft.payload }
      : {}),
    ...(draft.neutraliseFormulas ? { neutraliseFormulas: true } : {}),
  };
}
