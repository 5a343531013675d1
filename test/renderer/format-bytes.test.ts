import { expect, test } from "vitest";
import { formatBytes } from "../../renderer/format-bytes.ts";

test.each([
  [0, "0 bytes"],
  [1, "1 byte"],
  [999, "999 bytes"],
  [1000, "1 kB"],
  [1500, "1.5 kB"],
  [83_412_000_000, "83.4 GB"],
  [4.2e18, "4,200 PB"],
])("%d bytes are %s", (bytes, text) => {
  expect(formatBytes(bytes, "en")).toBe(text);
});

test("writes numbers as the language does", () => {
  expect(formatBytes(1_500_000, "de")).toBe("1,5 MB");
  expect(formatBytes(961, "de")).toBe("961 Byte");
});
