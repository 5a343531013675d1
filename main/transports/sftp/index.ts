import { Type, type Static } from "typebox";
import { defineFolderTransport, openedOn } from "../define-folder-transport.ts";
import { verifySetting } from "../remote-folder.ts";
import {
  checkDirectory,
  checkNoPath,
  folderOnServer,
  invalidSettings,
  readServer,
} from "../settings.ts";
import { connectSftp } from "./connect-sftp.ts";
import { openSftpFolder } from "./open-sftp-folder.ts";

const settings = Type.Object(
  {
    server: Type.String({
      minLength: 1,
      maxLength: 1000,
      description: "Address of the server: sftp://host or sftp://host:port.",
    }),
    login: Type.String({
      minLength: 1,
      maxLength: 255,
      description: "Name to log in with.",
    }),
    directory: Type.Optional(
      Type.String({
        maxLength: 4096,
        description:
          "Folder on the server; without a leading / it is below the folder one logs in to.",
      }),
    ),
    hostKey: Type.Optional(
      Type.String({
        pattern: "^SHA256:[A-Za-z0-9+/]{43}=?$",
        description:
          "Fingerprint of the host key, as `ssh-keygen -l` shows it: SHA256:….",
      }),
    ),
    trustFirstHostKey: Type.Optional(
      Type.Boolean({
        description:
          "Accept whatever host key the server shows first, and report it.",
      }),
    ),
    verify: verifySetting,
  },
  { additionalProperties: false },
);

type Settings = Static<typeof settings>;

const protocols = ["sftp:"];

const summary = ({ server, login, directory }: Settings): string =>
  folderOnServer(readServer(server, protocols), login, directory);

/** Sends files over SSH. */
export const sftpTransport = defineFolderTransport({
  id: "sftp",
  title: "SFTP",
  settings,
  secrets: {
    password: "Password",
    privateKey: "Private key (OpenSSH or PEM)",
    passphrase: "Passphrase of the private key",
  },
  summary,
  check(checked, secrets) {
    checkNoPath(readServer(checked.server, protocols), "folder");
    checkDirectory(checked.directory ?? "");
    if (secrets.password === undefined && secrets.privateKey === undefined) {
      throw invalidSettings(
        "password",
        "An SFTP target needs a password or a private key.",
      );
    }
  },
  async open(place) {
    const { settings, secrets, signal, patience } = place;
    const name = summary(settings);
    const connection = await connectSftp({
      server: readServer(settings.server, protocols),
      name,
      login: settings.login,
      secrets,
      signal,
      patience,
      acceptHostKey(fingerprint) {
        const expected =
          settings.hostKey?.replace(/=$/, "") ?? place.knownHostKey;
        if (expected !== undefined && expected !== fingerprint) return false;
        if (expected === undefined && settings.trustFirstHostKey !== true)
          return false;
        if (settings.hostKey === undefined) {
          place.note(
            `The host key of ${name} was not known and is trusted from now on: ${fingerprint}.`,
          );
        }
        place.showHostKey(fingerprint);
        return true;
      },
    });
    return openedOn(connection, (opened) =>
      openSftpFolder(opened, name, settings.directory ?? "", signal),
    );
  },
});
