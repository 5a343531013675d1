import type { Source } from "../source.ts";
import { openSaf } from "./open-saf.ts";
import { recognisesSaf } from "./recognises-saf.ts";

/** DSpace's Simple Archive Format, as a folder or a ZIP, and our own packages (saf.md sections 20, 21 and 23). */
export const safSource: Source = {
  id: "saf",
  title: "SAF package (folder or ZIP)",
  recognises: recognisesSaf,
  open: openSaf,
};
