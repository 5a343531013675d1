import type { Source } from "../source.ts";
import { openXml } from "./open-xml.ts";
import { recognisesXml } from "./recognises-xml.ts";

/** Our own XML packages, as a folder or a ZIP (rspace.md section 8). */
export const xmlSource: Source = {
  id: "xml",
  title: "Holdall XML package (folder or ZIP)",
  recognises: recognisesXml,
  open: openXml,
};
