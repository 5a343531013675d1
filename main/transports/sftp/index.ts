import { Type, type Static } from "typebox";
import { defineTransport } from "../define-transport.ts";
import {
  deliverToFolder,
  discardFromFolder,
  probeFolder,
} from "../deliver-to-folder.ts";
import type { Place } from "../member.ts";
import { verifySetting, type RemoteFolder } from "../remote-folder.ts";
import {
  below,
  checkDirectory,
  invalidSettings,
  readServer,
  serverName,
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
type SftpPlace = Place<Settings, "password" | "privateKey" | "passphrase">;

async function withFolder(
  place: SftpPlace,
  work: (remote: RemoteFolder) => Promise<void>,
): Promise<void> {
  const { settings, secrets, signal, patience } = place;
  const name = summary(settings);
  const connection = await connectSftp({
    server: readServer(settings.server, ["sftp:"]),
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
  try {
    await work(
      await openSftpFolder(connection, name, settings.directory ?? "", signal),
    );
  } finally {
    connection.close();
  }
}

function summary({ server, login, directory }: Settings): string {
  const url = readServer(server, ["sftp:"]);
  return below(
    serverName(url).replace("//", `//${login}@`),
    (directory ?? "").replace(/^\/+/, ""),
  ).replace(/\/$/, "");
}

/** Sends files over SSH. */
export const sftpTransport = defineTransport({
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
    const url = readServer(checked.server, ["sftp:"]);
    if (url.pathname !== "" && url.pathname !== "/") {
      throw invalidSettings(
        "server",
        "The address of the server must end with its host or port; the folder is a setting of its own.",
      );
    }
    checkDirectory(checked.directory ?? "");
    if (secrets.password === undefined && secrets.privateKey === undefined) {
      throw invalidSettings(
        "password",
        "An SFTP target needs a password or a private key.",
      );
    }
  },
  deliver: (parcel) =>
    withFolder(parcel, (remote) =>
      deliverToFolder(remote, parcel, parcel.settings.verify),
    ),
  test: (place, checked) =>
    withFolder(place, (remote) => {
      checked(`The login to ${summary(place.settings)} worked.`);
      return probeFolder(remote, checked);
    }),
  discard: (parcel) =>
    withFolder(parcel, (remote) => discardFromFolder(remote, parcel)),
});
