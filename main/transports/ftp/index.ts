import { Type, type Static } from "typebox";
import { defineFolderTransport, openedOn } from "../define-folder-transport.ts";
import { certificateSetting } from "../pinned-certificate.ts";
import { verifySetting } from "../remote-folder.ts";
import {
  checkDirectory,
  checkNoPath,
  folderOnServer,
  invalidSettings,
  plainConnection,
  readServer,
} from "../settings.ts";
import { connectFtp } from "./connect-ftp.ts";
import { openFtpFolder } from "./open-ftp-folder.ts";

const settings = Type.Object(
  {
    server: Type.String({
      minLength: 1,
      maxLength: 1000,
      description:
        "Address of the server: ftps://host (encrypted; on port 990 from the first byte on) or ftp://host (not encrypted).",
    }),
    login: Type.Optional(
      Type.String({
        maxLength: 255,
        description: "Name to log in with; anonymous without it.",
      }),
    ),
    directory: Type.Optional(
      Type.String({
        maxLength: 4096,
        description:
          "Folder on the server; without a leading / it is below the folder one logs in to.",
      }),
    ),
    certificate: certificateSetting,
    verify: verifySetting,
  },
  { additionalProperties: false },
);

type Settings = Static<typeof settings>;

const protocols = ["ftps:", "ftp:"];

const summary = ({ server, login, directory }: Settings): string =>
  folderOnServer(readServer(server, protocols), login, directory);

/** Sends files by FTP, plain or over TLS. */
export const ftpTransport = defineFolderTransport({
  id: "ftp",
  title: "FTP / FTPS",
  settings,
  secrets: { password: "Password" },
  summary,
  check(checked) {
    checkNoPath(readServer(checked.server, protocols), "folder");
    if (/\p{Cc}/u.test(checked.login ?? ""))
      throw invalidSettings("login", "The login has a control character.");
    checkDirectory(checked.directory ?? "");
  },
  async open({ settings, secrets, signal, patience, note }) {
    const name = summary(settings);
    const server = readServer(settings.server, protocols);
    if (server.protocol === "ftp:") note(plainConnection(name));
    const connection = await connectFtp({
      server,
      name,
      login: settings.login,
      password: secrets.password,
      certificate: settings.certificate,
      signal,
      patience,
    });
    return openedOn(connection, (opened) =>
      openFtpFolder(opened, name, settings.directory ?? "", signal),
    );
  },
});
