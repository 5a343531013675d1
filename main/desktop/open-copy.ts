import { chmod, copyFile, mkdir, mkdtemp } from "node:fs/promises";
import { extname, join } from "node:path";
import { shell } from "electron";
import { AppError, fromSystemError } from "../domain/errors.ts";
import { safeName } from "./safe-name.ts";

/** Documents, pictures, sounds and films: what other programs show. Nothing that a desktop would run. */
const shown = new Set(
  (
    ".pdf .txt .md .csv .tsv .rtf .epub .djvu .docx .xlsx .pptx .odt .ods .odp .png .jpg .jpeg .gif .webp .avif .bmp " +
    ".tif .tiff .mp3 .ogg .oga .opus .flac .wav .m4a .mp4 .m4v .webm .ogv .mov .avi .mkv"
  ).split(" "),
);

/**
 * Opens a copy of a file in the program the person has chosen for its kind.
 * @param folder in which the copy is made, in a folder of its own; it is made when it is not there
 * @throws AppError input.invalid, file.unreadable, disk.full, file.unwritable
 */
export async function openCopy(
  folder: string,
  path: string,
  name: string,
): Promise<void> {
  const safe = safeName(name);
  if (!shown.has(extname(safe).toLowerCase()))
    throw new AppError(
      "input.invalid",
      "Files of this kind are not opened from here: they might be programs.",
      { object: name, remedy: "Save the file, and open it yourself." },
    );
  let copy;
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    copy = join(await mkdtemp(join(folder, "open-")), safe);
    await copyFile(path, copy);
    // What is changed in the copy would be lost.
    await chmod(copy, 0o400);
  } catch (error) {
    throw fromSystemError(error, copy ?? folder, "write");
  }
  const failure = await shell.openPath(copy);
  if (failure !== "")
    throw new AppError("file.unreadable", failure, {
      object: name,
      remedy: "Save the file, and open it yourself.",
    });
}
