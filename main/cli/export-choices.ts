/*
 * What help says can be chosen: it is shown at once, so the kinds themselves, with all they need, are not loaded for it.
 */

/** Every format. */
export const formatChoices = "saf, html, xml, csv, json, bagit or easydb";
/** Every packer. */
export const packerChoices =
  "zip, zip_10mb, zip_2gb, tar, tar.gz, tar_bz2 or folder";
