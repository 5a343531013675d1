import type {
  EasydbTransport,
  EasydbTransportDraft,
} from "../../../core/easydb-transports.ts";
import { readEmail, type EmailWish } from "./email-body.ts";
import { apiRefusal } from "./refusal.ts";
import {
  arrayOf,
  integerOf,
  objectOf,
  onlyMembers,
  textOf,
  type Members,
} from "./values.ts";
import type { Vocabulary } from "./vocabulary.ts";

const path = "_transports";
const readOnly = ["_state", "_download"];
const archivePackers = ["zip", "zip_10mb", "zip_2gb", "tar", "tar_bz2"];
const serverPackers = ["folder", "zip", "tar.gz"];
const plugin = "easydb-export-transport-ftp-plugin:";

/**
 * `_transports` (easydb.md section 6), each found again among those there were.
 * @throws EasydbRefusal
 */
export function readTransports(
  value: unknown,
  before: readonly EasydbTransport[],
  known: Vocabulary,
): EasydbTransportDraft[] {
  const taken = new Set<number>();
  return arrayOf(value ?? [], path).map((one, index) => {
    const at = `${path}.${String(index)}`;
    const members = objectOf(one, at);
    onlyMembers(
      members,
      ["_id", "type", "packer", "email", "options", ...readOnly],
      at,
    );
    const given = members["type"] ?? null;
    if (given === null)
      throw apiRefusal("attribute_expected", `\`${at}.type\` is missing.`);
    const type = textOf(given, `${at}.type`);
    const email = readEmail(members["email"] ?? null, `${at}.email`, known);
    if (type === "email" && email === null)
      throw known.hasMail()
        ? apiRefusal(
            "attribute_expected",
            `\`${at}.email.recipients\` is missing.`,
          )
        : apiRefusal(
            "invalid_value",
            `\`${at}.type\`: no mail server is known here.`,
          );
    const draft = readType(type, members, at, email);
    const earlier = findBefore(
      members["_id"] ?? null,
      { type, ...draft },
      before.filter(({ id }) => !taken.has(id)),
      at,
    );
    if (earlier !== null) taken.add(earlier.id);
    return { type, email: email?.given ?? null, ...draft, before: earlier };
  });
}

/** Transports as they were, for an export whose body says nothing of them. */
export function keptTransports(
  before: readonly EasydbTransport[],
  known: Vocabulary,
): EasydbTransportDraft[] {
  return readTransports(
    before.map(({ id, type, packer, email, options }) => ({
      _id: id,
      type,
      packer,
      email,
      options,
    })),
    before,
    known,
  );
}

type Read = Pick<EasydbTransportDraft, "packer" | "options" | "delivery">;

function readType(
  type: string,
  members: Members,
  at: string,
  email: EmailWish | null,
): Read {
  const given = members["options"] ?? null;
  const options = given === null ? {} : objectOf(given, `${at}.options`);
  const packer = members["packer"] ?? null;
  switch (type) {
    // What people are told of is what they can fetch.
    case "email":
    case "download":
      onlyMembers(options, [], `${at}.options`);
      return {
        packer: packerOf(packer, archivePackers, `${at}.packer`),
        options: {},
        delivery:
          email === null
            ? null
            : { transport: "email", settings: email.letter },
      };
    case "rsync":
      return readRsync(options, packer, at);
    case "ftp":
    case `${plugin}transport_ftp`:
      return readServer(options, packer, at, ["ftp:", "ftps:", "sftp:"]);
    case "webdav":
    case `${plugin}transport_webdav`:
      return readServer(options, packer, at, ["http:", "https:"]);
    default:
      throw apiRefusal(
        "invalid_value",
        `\`${at}.type\` cannot be ${JSON.stringify(type)} here.`,
      );
  }
}

/** Only to other machines: this one's folders are not for everybody who may export. */
function readRsync(options: Members, packer: unknown, at: string): Read {
  onlyMembers(options, ["destination", "options"], `${at}.options`);
  const destination = neededText(options, "destination", at);
  if (!/^(?:rsync:\/\/|[^/]*:)/.test(destination))
    throw apiRefusal(
      "invalid_value",
      `\`${at}.options.destination\` has to be on another machine.`,
    );
  const more = options["options"] ?? null;
  const kept = {
    destination,
    ...(more === null
      ? {}
      : { options: objectOf(more, `${at}.options.options`) }),
  };
  return {
    packer: packerOf(
      packer,
      [...archivePackers, ...serverPackers],
      `${at}.packer`,
    ),
    options: kept,
    delivery: { transport: "rsync", settings: kept },
  };
}

function readServer(
  options: Members,
  outer: unknown,
  at: string,
  protocols: readonly string[],
): Read {
  onlyMembers(
    options,
    ["server", "directory", "login", "password", "packer"],
    `${at}.options`,
  );
  const server = neededText(options, "server", at);
  const protocol = URL.canParse(server) ? new URL(server).protocol : "";
  if (!protocols.includes(protocol))
    throw apiRefusal(
      "invalid_value",
      `\`${at}.options.server\` has to begin with ${protocols.map((one) => `${one}//`).join(" or ")}.`,
    );
  const text = (name: string): string | null => {
    const given = options[name] ?? null;
    return given === null ? null : textOf(given, `${at}.options.${name}`);
  };
  const [directory, login, password] = ["directory", "login", "password"].map(
    text,
  );
  const inner = options["packer"] ?? null;
  if (inner !== null && outer !== null && inner !== outer)
    throw apiRefusal(
      "invalid_value",
      `\`${at}.packer\` and \`${at}.options.packer\` differ.`,
    );
  const kept = {
    server,
    ...(directory == null || directory === "" ? {} : { directory }),
    ...(login == null || login === "" ? {} : { login }),
  };
  return {
    packer: packerOf(
      inner ?? outer,
      [...serverPackers, ...archivePackers],
      `${at}.packer`,
    ),
    options: kept,
    delivery: {
      transport:
        protocol === "sftp:"
          ? "sftp"
          : protocol.startsWith("http")
            ? "webdav"
            : "ftp",
      // There is no place for a fingerprint in such a transport, so the key that is seen first counts.
      settings:
        protocol === "sftp:" ? { ...kept, trustFirstHostKey: true } : kept,
      ...(password == null || password === "" ? {} : { secrets: { password } }),
    },
  };
}

function packerOf(
  value: unknown,
  packers: readonly string[],
  at: string,
): string | null {
  if (value === null) return null;
  const packer = textOf(value, at);
  if (!packers.includes(packer))
    throw apiRefusal("invalid_value", `\`${at}\` cannot be ${packer} here.`);
  return packer;
}

function neededText(options: Members, name: string, at: string): string {
  const value = options[name] ?? null;
  if (value === null)
    throw apiRefusal(
      "attribute_expected",
      `\`${at}.options.${name}\` is missing.`,
    );
  return textOf(value, `${at}.options.${name}`);
}

/** The transport it was before: by its id, or by being the same. */
function findBefore(
  id: unknown,
  draft: Pick<EasydbTransportDraft, "type" | "packer" | "options">,
  before: readonly EasydbTransport[],
  at: string,
): EasydbTransport | null {
  if (id !== null) {
    const number = integerOf(id, `${at}._id`, 1);
    const known = before.find((one) => one.id === number);
    if (known?.type !== draft.type)
      throw apiRefusal(
        "invalid_value",
        `\`${at}._id\`: there is no such transport.`,
      );
    return known;
  }
  const key = ({ type, packer, options }: typeof draft) =>
    JSON.stringify([type, packer, options]);
  return before.find((one) => key(one) === key(draft)) ?? null;
}
