import { mkdirSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { rsyncArguments } from "../../../main/transports/rsync/rsync-arguments.ts";
import { rsyncTransport } from "../../../main/transports/rsync/index.ts";
import { noise } from "../../support/noise.ts";
import {
  deliveryOf,
  onlyOnce,
  outgoingFile,
} from "../../support/outgoing-files.ts";
import { temporaryFolder } from "../../support/package-files.ts";

const check = (settings: object) => {
  rsyncTransport.check({ settings, secrets: {} });
};

describe("settings", () => {
  test.each([
    "-e sh",
    "--rsh=sh",
    "folder",
    "/dev/sda",
    "/srv/../dev",
    "host:../x",
    "rsync://user:word@host/module",
    "rsync://host",
    "host:x\ny",
  ])("refuses the destination %j", (destination) => {
    expect(() => {
      check({ destination });
    }).toThrow(expect.objectContaining({ code: "target.settings-invalid" }));
  });

  test.each([
    "/srv/exports",
    "rsync://host/module/path",
    "rsync://user@host:8873/module",
    "user@host::module/path",
    "user@host:exports",
  ])("takes the destination %j", (destination) => {
    check({ destination });
  });

  test.each([
    { rsh: "sh -c id" },
    { delete: true },
    { chmod: "F644 --delete" },
    { chmod: "u=rw --rsh=sh" },
    { identityFile: "/home/me/key -oProxyCommand=id" },
    { bandwidthLimit: "5 --delete" },
  ])("refuses the options %j", (options) => {
    expect(() => {
      check({ destination: "/srv/exports", options });
    }).toThrow(expect.objectContaining({ code: "target.settings-invalid" }));
  });

  test("every option is one argument", () => {
    const made = rsyncArguments(
      {
        destination: "user@host:exports",
        options: {
          compress: true,
          bandwidthLimit: 100,
          chmod: "u=rw,go=r",
          wholeFile: true,
          addressFamily: "ipv4",
          port: 2222,
          identityFile: "/keys/id",
        },
      },
      onlyOnce,
    );
    expect(made).toEqual(
      expect.arrayContaining([
        "--compress",
        "--bwlimit=100",
        "--chmod=u=rw,go=r",
        "--whole-file",
        "--ipv4",
      ]),
    );
    expect(made.find((argument) => argument.startsWith("--rsh="))).toBe(
      "--rsh=ssh -oBatchMode=yes -oConnectTimeout=20 -oStrictHostKeyChecking=yes -p2222 -oIdentitiesOnly=yes -i/keys/id",
    );
  });
});

test("delivers to a folder of this machine, below folders it makes", async () => {
  await using folder = temporaryFolder();
  const received = join(folder.path, "received");
  mkdirSync(received);
  const file = outgoingFile(folder.path, "2024/$(id) `id`;x.zip", noise(1000));
  const { delivery } = deliveryOf(
    { settings: { destination: received }, secrets: {} },
    [file],
  );
  await rsyncTransport.deliver(delivery);
  expect(readdirSync(join(received, "2024"))).toEqual(["$(id) `id`;x.zip"]);
  expect(readFileSync(join(received, file.name))).toEqual(noise(1000));
});
