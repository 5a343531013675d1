import { Type, type Static } from "typebox";
import type { Patience } from "../transport.ts";
import { isDaemon, isRemoteShell } from "./destination.ts";

/** The only options of rsync there are for a target; each becomes one argument that is made here. */
const options = Type.Object(
  {
    compress: Type.Optional(
      Type.Boolean({ description: "Compress what is sent." }),
    ),
    bandwidthLimit: Type.Optional(
      Type.Integer({ minimum: 1, description: "KiB per second at the most." }),
    ),
    chmod: Type.Optional(
      Type.String({
        pattern: "^[ugo]*[=+-][rwxX]{1,4}(,[ugo]*[=+-][rwxX]{1,4}){0,5}$",
        description: "Permissions of what arrives, such as u=rw,go=r.",
      }),
    ),
    wholeFile: Type.Optional(
      Type.Boolean({
        description: "Send whole files, without comparing what is there.",
      }),
    ),
    addressFamily: Type.Optional(
      Type.Union([Type.Literal("ipv4"), Type.Literal("ipv6")]),
    ),
    port: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 65535,
        description: "Port of the SSH server.",
      }),
    ),
    identityFile: Type.Optional(
      Type.String({
        pattern: "^/[^\\s\"']+$",
        description: "Absolute path of the private key for SSH.",
      }),
    ),
    trustFirstHostKey: Type.Optional(
      Type.Boolean({
        description:
          "Accept the host key of an SSH server seen for the first time.",
      }),
    ),
  },
  { additionalProperties: false },
);

export const settings = Type.Object(
  {
    destination: Type.String({
      minLength: 1,
      maxLength: 4096,
      description:
        "rsync://host/module/path, host::module/path, host:path (over SSH), or the path of a folder.",
    }),
    options: Type.Optional(options),
  },
  { additionalProperties: false },
);

export type Settings = Static<typeof settings>;

/** The arguments every call for this target begins with. */
export function rsyncArguments(
  { destination, options = {} }: Settings,
  patience: Patience,
): readonly string[] {
  const seconds = (ms: number) => String(Math.max(1, Math.ceil(ms / 1000)));
  return [
    "--no-human-readable",
    "--8-bit-output",
    "--outbuf=L",
    // Names reach the other side as they are, not as a shell there would read them.
    "--protect-args",
    `--timeout=${seconds(patience.idleMs)}`,
    ...(isDaemon(destination)
      ? [`--contimeout=${seconds(patience.connectMs)}`]
      : []),
    ...(isRemoteShell(destination)
      ? [`--rsh=${sshCommand(options, seconds(patience.connectMs))}`]
      : []),
    ...(options.compress === true ? ["--compress"] : []),
    ...(options.wholeFile === true ? ["--whole-file"] : []),
    ...(options.bandwidthLimit === undefined
      ? []
      : [`--bwlimit=${String(options.bandwidthLimit)}`]),
    ...(options.chmod === undefined ? [] : [`--chmod=${options.chmod}`]),
    ...(options.addressFamily === undefined
      ? []
      : [`--${options.addressFamily}`]),
  ];
}

/** rsync takes this apart at its spaces, without a shell; what is put in has none. */
function sshCommand(
  options: Static<typeof settings>["options"],
  seconds: string,
) {
  return [
    "ssh",
    "-oBatchMode=yes",
    `-oConnectTimeout=${seconds}`,
    `-oStrictHostKeyChecking=${options?.trustFirstHostKey === true ? "accept-new" : "yes"}`,
    ...(options?.port === undefined ? [] : [`-p${String(options.port)}`]),
    ...(options?.identityFile === undefined
      ? []
      : [`-oIdentitiesOnly=yes`, `-i${options.identityFile}`]),
  ].join(" ");
}
