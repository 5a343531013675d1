import type { PlannedFile } from "../format.ts";
import { mods } from "./mods.ts";
import type { ItemRecord } from "./record.ts";
import { attributes } from "./xml-text.ts";

/**
 * METS of an item: MODS, and the files of it that are in the package.
 * @param files at their places in the package
 * @param folder of the document, which addresses begin at
 */
export function mets(
  record: ItemRecord,
  files: readonly PlannedFile[],
  folder: string,
): string {
  const { item } = record;
  const idOf = ({ bitstream }: PlannedFile) => `file_${String(bitstream.id)}`;
  const written = files.map((file) => {
    const { name, mimeType, size, sha256 } = file.bitstream;
    return `<file${attributes({
      ID: idOf(file),
      MIMETYPE: mimeType,
      SIZE: String(size),
      CHECKSUM: sha256,
      CHECKSUMTYPE: "SHA-256",
    })}><FLocat${attributes({
      LOCTYPE: "URL",
      "xlink:href": addressOf(file.path, folder),
      "xlink:title": name,
    })}/></file>\n`;
  });
  const title = item.metadata.find(
    ({ schema, element, qualifier }) =>
      schema === "dc" && element === "title" && (qualifier ?? "") === "",
  )?.value;
  return [
    `<mets xmlns="http://www.loc.gov/METS/" xmlns:xlink="http://www.w3.org/1999/xlink"${attributes({ OBJID: item.uuid, LABEL: title ?? null, TYPE: record.objectType })}>\n`,
    `<metsHdr${attributes({ LASTMODDATE: new Date(item.lastModified).toISOString() })}/>\n`,
    `<dmdSec ID="dmd"><mdWrap MDTYPE="MODS"><xmlData>\n${mods(record)}</xmlData></mdWrap></dmdSec>\n`,
    ...(written.length === 0
      ? []
      : [`<fileSec><fileGrp>\n`, ...written, `</fileGrp></fileSec>\n`]),
    `<structMap TYPE="LOGICAL"><div DMDID="dmd"${attributes({ TYPE: record.objectType })}>${files.map((file) => `<fptr FILEID="${idOf(file)}"/>`).join("")}</div></structMap>\n`,
    `</mets>\n`,
  ].join("");
}

/** The address of a file of the package, as seen from a folder of it. */
function addressOf(path: string, folder: string): string {
  const [there, here] = [path.split("/"), folder.split("/")];
  let same = 0;
  while (same < here.length && there[same] === here[same]) same += 1;
  return [
    ...here.slice(same).map(() => ".."),
    ...there.slice(same).map(encodeURIComponent),
  ].join("/");
}
