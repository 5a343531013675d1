import { isAbsolute } from "node:path";
import { expect, it } from "vitest";
import { readConfig } from "../../main/config.ts";

it("takes options before the environment before defaults", () => {
  expect(readConfig({}, {})).toMatchObject({
    host: "127.0.0.1",
    port: 8460,
    logLevel: "info",
  });
  expect(isAbsolute(readConfig({}, {}).dataDir)).toBe(true);
  expect(
    readConfig({}, { HOLDALL_DATA_DIR: "/a", HOLDALL_PORT: "0" }),
  ).toMatchObject({ dataDir: "/a", port: 0 });
  expect(
    readConfig(
      { dataDir: "/b", port: "9000" },
      { HOLDALL_DATA_DIR: "/a", HOLDALL_PORT: "0" },
    ),
  ).toMatchObject({ dataDir: "/b", port: 9000 });
});

it.each(["-1", "65536", "http", "1e3", " 80"])(
  "refuses the port %j",
  (port) => {
    expect(() => readConfig({ port }, {})).toThrow("not a port number");
  },
);

it("refuses a log level it does not know", () => {
  expect(() => readConfig({}, { HOLDALL_LOG: "loud" })).toThrow("HOLDALL_LOG");
});
