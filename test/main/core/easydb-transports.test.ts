import { describe, expect, it } from "vitest";
import {
  isArchiveOf,
  type EasydbTransport,
} from "../../../main/core/easydb-transports.ts";

const transport = (name: string, packer: string | null): EasydbTransport => ({
  id: 1,
  type: "ftp",
  packer,
  email: null,
  options: {},
  name,
  target: 1,
});

describe("an archive", () => {
  it("is that of the transport whose whole name it has", () => {
    expect(isArchiveOf(transport("a", "zip"), "a.zip")).toBe(true);
    expect(isArchiveOf(transport("a", "tar_bz2"), "a.tar.bz2")).toBe(true);
    expect(isArchiveOf(transport("a", "tar.gz"), "a.tar.gz")).toBe(true);
    expect(isArchiveOf(transport("a", "zip_2gb"), "a.12.zip")).toBe(true);
  });
  it("is not that of one whose name it only begins with", () => {
    expect(isArchiveOf(transport("a", "zip"), "a.b.zip")).toBe(false);
    expect(isArchiveOf(transport("a", "zip"), "a.1.zip")).toBe(false);
    expect(isArchiveOf(transport("a", "zip_2gb"), "a.b.1.zip")).toBe(false);
    expect(isArchiveOf(transport("a", null), "a.zip")).toBe(false);
  });
});
