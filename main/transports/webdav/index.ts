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
import { below, checkDirectory, readServer } from "../settings.ts";
import { openWebdavFolder } from "./open-webdav-folder.ts";

const settings = Type.Object(
  {
    server: Type.String({
      minLength: 1,
      maxLength: 2000,
      description:
        "Address of the WebDAV folder: https://host/path (http:// is not encrypted).",
    }),
    login: Type.Optional(
      Type.String({ maxLength: 255, description: "Name to log in with." }),
    ),
    directory: Type.Optional(
      Type.String({
        maxLength: 4096,
        description: "Folder below the address.",
      }),
    ),
    certificate: certificateSetting,
    verify: verifySetting,
  },
  { additionalProperties: false },
);

type Settings = Static<typeof settings>;

const protocols = ["https:", "http:"];

async function withFolder(
  place: Place<Settings, "password">,
  work: (remote: RemoteFolder) => Promise<void>,
): Promise<void> {
  const { settings, secrets, signal, patience } = place;
  const server = readServer(settings.server, protocols);
  const name = summary(settings);
  if (server.protocol === "http:") {
    place.note(
      `The connection to ${name} is not encrypted: the password and the files can be read on the way.`,
    );
  }
  const folder = await openWebdavFolder({
    server,
    name,
    directory: settings.directory ?? "",
    login: settings.login,
    password: secrets.password,
    certificate: settings.certificate,
    signal,
    patience,
  });
  try {
    await work(folder.remote);
  } finally {
    folder.close();
  }
}

function summary({ server, directory }: Settings): string {
  const url = readServer(server, protocols);
  return below(
    `${url.origin}${url.pathname}`.replace(/\/+$/, ""),
    (directory ?? "").replace(/^\/+/, ""),
  ).replace(/\/$/, "");
}

/** Sends files to a WebDAV folder, as Nextcloud and many repositories offer it. */
export const webdavTransport = defineTransport({
  id: "webdav",
  title: "WebDAV",
  settings,
  secrets: { password: "Password" },
  summary,
  check(checked) {
    readServer(checked.server, protocols);
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
