import { describe, expect, it } from "vitest";
import {
  jsonDate,
  linkDate,
  readExportDate,
} from "../../../main/api/dialects/dspace/export-date.ts";

const second = Date.UTC(2018, 8, 10, 9, 37, 24) / 1000;

describe("the date of an export", () => {
  it.each([
    "2018-09-10T09:37:24.000+0000",
    "2018-09-10T09:37:24.000 0000",
    "2018-09-10T09:37:24.0",
    "2018-09-10T09:37:24",
    "2018-09-10 09:37:24",
    "2018-09-10T09:37:24Z",
    "2018-09-10T09:37:24.123456Z",
    "2018-09-10T11:37:24+02:00",
    "2018-09-10T11:37:24.5+0200",
    "2018-09-10T11:37:24+02",
    "2018-09-10T04:07:24-05:30",
    "2018-09-10T11:37:24 0200",
    "MonTSepT10T09:37:24TUTCT2018",
    "Mon Sep 10 09:37:24 UTC 2018",
    "MonTSepT10T09:37:24TGMTT2018",
    "MonTSepT10T11:37:24TGMT+02:00T2018",
    "1536572244",
    "1536572244000",
    "1536572244999",
  ])("is understood as %s", (text) => {
    expect(readExportDate(text)).toEqual({ kind: "second", second });
  });

  it.each([
    ["TueTOctT02T09:37:24TESTT2018", "2018-10-02T09:37:24"],
    ["ThuTSepT6T09:37:24TCETT2018", "2018-09-06T09:37:24"],
  ])("leaves the zone of %s to the list", (text, wall) => {
    expect(readExportDate(text)).toEqual({ kind: "wall-clock", text: wall });
  });

  it.each([
    "",
    "nonsense",
    "2018-13-10T09:37:24",
    "2018-02-30T09:37:24",
    "2018-09-10T24:37:24",
    "2018-09-10T09:60:24",
    "2018-09-10",
    "2018-09-10T09:37:24+99:00",
    "2018-09-10T09:37:24+05:60",
    "MonTSepT10T09:37:24TGMT-19:00T2018",
    "../../etc/passwd",
    "12345",
    "XxxTSepT10T09:37:24TUTCT2018",
    "MonTSepT31T09:37:24TUTCT2018",
    "2018-09-10T09:37:24.0\0",
  ])("is not %j", (text) => {
    expect(readExportDate(text)).toBeNull();
  });

  it("is read as it is written", () => {
    expect(jsonDate(second)).toBe("2018-09-10T09:37:24.000+0000");
    expect(linkDate(second)).toBe("2018-09-10T09:37:24.0");
  });
});
