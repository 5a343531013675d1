import { isAbsolute, normalize } from "node:path";
import { Type, type Static } from "typebox";
import { defineFolderTransport } from "../define-folder-transport.ts";
import { verifySetting } from "../remote-folder.ts";
import { invalidSettings } from "../settings.ts";
import { openFolder } from "./open-folder.ts";

const settings = Type.Object(
  {
    path: Type.String({
      minLength: 1,
      maxLength: 4096,
      description: "Absolute path of a folder of this machine.",
    }),
    create: Type.Optional(
      Type.Boolean({
        description:
          "Make the folder when it is not there. Without it a disk that is not plugged in is noticed.",
      }),
    ),
    verify: verifySetting,
  },
  { additionalProperties: false },
);

type Settings = Static<typeof settings>;

/** What the system keeps there are no files: a name in it may be a whole disk. */
const systemFolders = /^\/(dev|proc|sys)(\/|$)/;

/** Copies files to a folder of this machine: a local or external disk, or a network drive. */
export const folderTransport = defineFolderTransport({
  id: "folder",
  title: "Folder",
  settings,
  secrets: {},
  summary: ({ path }: Settings) => path,
  localFolder: ({ path }: Settings) => path,
  check({ path }) {
    if (
      !isAbsolute(path) ||
      path.includes("\0") ||
      systemFolders.test(normalize(path))
    ) {
      throw invalidSettings(
        "path",
        "The path must be the absolute path of a folder for files.",
      );
    }
  },
  async open({ settings, signal }) {
    const create = settings.create === true;
    return {
      remote: await openFolder(normalize(settings.path), create, signal),
    };
  },
});
