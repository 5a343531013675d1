import { Type, type Static } from "typebox";
import { defineFolderTransport } from "../define-folder-transport.ts";
import { certificateSetting } from "../pinned-certificate.ts";
import { verifySetting } from "../remote-folder.ts";
import {
  below,
  checkDirectory,
  plainConnection,
  readServer,
} from "../settings.ts";
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

function summary({ server, directory }: Settings): string {
  const url = readServer(server, protocols);
  return below(
    `${url.origin}${url.pathname}`.replace(/\/+$/, ""),
    (directory ?? "").replace(/^\/+/, ""),
  ).replace(/\/$/, "");
}

/** Sends files to a WebDAV folder, as Nextcloud and many repositories offer it. */
export const webdavTransport = defineFolderTransport({
  id: "webdav",
  title: "WebDAV",
  settings,
  secrets: { password: "Password" },
  summary,
  check(checked) {
    readServer(checked.server, protocols);
    checkDirectory(checked.directory ?? "");
  },
  open({ settings, secrets, signal, patience, note }) {
    const server = readServer(settings.server, protocols);
    const name = summary(settings);
    if (server.protocol === "http:") note(plainConnection(name));
    return openWebdavFolder({
      server,
      name,
      directory: settings.directory ?? "",
      login: settings.login,
      password: secrets.password,
      certificate: settings.certificate,
      signal,
      patience,
    });
  },
});
