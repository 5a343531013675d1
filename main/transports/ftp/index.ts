import { Type, type Static } from "typebox";
import { defineTransport } from "../define-transport.ts";
import {
  deliverToFolder,
  discardFromFolder,
  probeFolder,
} from "../deliver-to-folder.ts";
import type { Place } from "../member.ts";
import { certificateSetting } from "../pinned-certificate.ts";
import { verifySetting, type RemoteFolder } from "../remote-folder.ts";
import {
  below,
  checkDirectory,
  invalidSettings,
  readServer,
  serverName,
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

async function withFolder(
  place: Place<Settings, "password">,
  work: (remote: RemoteFolder) => Promise<void>,
): Promise<void> {
  const { settings, secrets, signal, patience } = place;
  const name = summary(settings);
  const server = readServer(settings.server, protocols);
  if (server.protocol === "ftp:") {
    place.note(
      `The connection to ${name} is not encrypted: the password and the files can be read on the way.`,
    );
  }
  const connection = await connectFtp({
    server,
    name,
    login: settings.login,
    password: secrets.password,
    certificate: settings.certificate,
    signal,
    patience,
  });
  try {
    await work(
      await openFtpFolder(connection, name, settings.directory ?? "", signal),
    );
  } finally {
    connection.close();
  }
}

function summary({ server, login, directory }: Settings): string {
  return below(
    serverName(readServer(server, protocols)).replace(
      "//",
      login === undefined ? "//" : `//${login}@`,
    ),
    (directory ?? "").replace(/^\/+/, ""),
  ).replace(/\/$/, "");
}

/** Sends files by FTP, plain or over TLS. */
export const ftpTransport = defineTransport({
  id: "ftp",
  title: "FTP / FTPS",
  settings,
  secrets: { password: "Password" },
  summary,
  check(checked) {
    const url = readServer(checked.server, protocols);
    if (url.pathname !== "" && url.pathname !== "/") {
      throw invalidSettings(
        "server",
        "The address of the server must end with its host or port; the folder is a setting of its own.",
      );
    }
    if (/\p{Cc}/u.test(checked.login ?? ""))
      throw invalidSettings("login", "The login has a control character.");
    checkDirectory(checked.directory ?? "");
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
